package commerce.local.stage.host;

import commerce.local.stage.FaultInjector;
import commerce.local.stage.aws.AwsApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are armed. The oldest that fits strikes first. */
public final class ArmedFaults implements FaultInjector, AwsApi.Faults {

    private final List<Fault> armed = new ArrayList<>();
    /** Saves the lock while there is nothing to find, which is almost always. */
    private volatile boolean any;

    @Override
    public synchronized void arm(Fault fault) {
        if (fault.count() < 1) {
            throw new IllegalArgumentException("a fault must strike at least once");
        }
        armed.add(fault);
        any = true;
    }

    @Override
    public synchronized void disarmAll() {
        armed.clear();
        any = false;
    }

    @Override
    public synchronized List<Fault> armed() {
        return List.copyOf(armed);
    }

    Optional<InvocationFault> strikeInvocation(String operation) {
        return strike(InvocationFault.class, fault -> fits(fault.operation(), operation));
    }

    Optional<Delay> strikeDelay(String operation) {
        return strike(Delay.class, fault -> fits(fault.operation(), operation));
    }

    @Override
    public Optional<CallFault> strike(String caller, String service, String action) {
        return strike(CallFault.class, fault -> fits(fault.operation(), caller) && fits(fault.service(), service) && fits(fault.call(), action));
    }

    private static boolean fits(String pattern, String name) {
        return pattern.equals("*") || pattern.equals(name);
    }

    private <F extends Fault> Optional<F> strike(Class<F> kind, Predicate<F> fits) {
        return any ? strikeArmed(kind, fits) : Optional.empty();
    }

    private synchronized <F extends Fault> Optional<F> strikeArmed(Class<F> kind, Predicate<F> fits) {
        for (int index = 0; index < armed.size(); index++) {
            if (kind.isInstance(armed.get(index)) && fits.test(kind.cast(armed.get(index)))) {
                var fault = kind.cast(armed.get(index));
                if (fault.count() == 1) {
                    armed.remove(index);
                } else {
                    armed.set(index, oneLess(fault));
                }
                any = !armed.isEmpty();
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static Fault oneLess(Fault fault) {
        return switch (fault) {
            case InvocationFault f -> new InvocationFault(f.operation(), f.point(), f.errorType(), f.errorMessage(), f.count() - 1);
            case CallFault f -> new CallFault(f.operation(), f.service(), f.call(), f.after(), f.status(), f.code(), f.count() - 1);
            case Delay f -> new Delay(f.operation(), f.delay(), f.count() - 1);
        };
    }
}
