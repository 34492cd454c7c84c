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

    @Override
    public Optional<KillFault> strikeKill(String caller, String service, String action) {
        return any ? countDown(caller, service, action) : Optional.empty();
    }

    /** Every fault that fits counts the call, the oldest whose turn it is strikes. */
    private synchronized Optional<KillFault> countDown(String caller, String service, String action) {
        Optional<KillFault> struck = Optional.empty();
        for (int index = 0; index < armed.size(); index++) {
            if (armed.get(index) instanceof KillFault kill && fits(kill.operation(), caller) && fits(kill.service(), service) && fits(kill.call(), action)) {
                if (kill.left() > 1 || struck.isPresent()) {
                    armed.set(index, new KillFault(kill.operation(), kill.service(), kill.call(), kill.after(), kill.nth(), Math.max(1, kill.left() - 1), kill.count()));
                } else {
                    struck = Optional.of(kill);
                    used(index, kill);
                    index -= kill.count() == 1 ? 1 : 0;
                }
            }
        }
        return struck;
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
                used(index, fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void used(int index, Fault fault) {
        if (fault.count() == 1) {
            armed.remove(index);
        } else {
            armed.set(index, oneLess(fault));
        }
        any = !armed.isEmpty();
    }

    private static Fault oneLess(Fault fault) {
        return switch (fault) {
            case InvocationFault f -> new InvocationFault(f.operation(), f.point(), f.errorType(), f.errorMessage(), f.count() - 1);
            case CallFault f -> new CallFault(f.operation(), f.service(), f.call(), f.after(), f.status(), f.code(), f.count() - 1);
            case KillFault f -> new KillFault(f.operation(), f.service(), f.call(), f.after(), f.nth(), f.nth(), f.count() - 1);
            case Delay f -> new Delay(f.operation(), f.delay(), f.count() - 1);
        };
    }
}
