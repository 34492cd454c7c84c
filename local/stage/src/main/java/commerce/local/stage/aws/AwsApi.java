package commerce.local.stage.aws;

import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Hands each call to the service it is for, through the scheduler and past the armed faults. */
public final class AwsApi implements AwsPort {

    /** Takes an armed fault that fits a call, if there is one. */
    public interface Faults {
        Optional<CallFault> strike(String caller, String service, String action);

        Optional<KillFault> strikeKill(String caller, String service, String action);
    }

    private static final Logger LOG = Logger.getLogger(AwsApi.class);

    private final List<AwsService> services;
    private final Scheduler scheduler;
    private final Faults faults;

    /** @param services looked at when a call comes: services need the host, and the host needs this */
    public AwsApi(List<AwsService> services, Scheduler scheduler, Faults faults) {
        this.services = services;
        this.scheduler = scheduler;
        this.faults = faults;
    }

    @Override
    public AwsAnswer call(AwsCall call) {
        for (var service : services) {
            if (service.serves(call)) {
                return call.caller().isPresent() ? byFunction(service, call) : answer(service, call);
            }
        }
        return Strangers.answer(call);
    }

    private AwsAnswer byFunction(AwsService service, AwsCall call) {
        var action = service.action(call);
        kill(service, call, action);
        var fault = faults.strike(call.caller().orElseThrow(), service.name(), action);
        if (fault.isPresent() && !fault.get().after()) {
            return injected(fault.get());
        }
        var answer = scheduler.call(Kind.SDK_CALL, service.name() + "." + action, () -> answer(service, call));
        return fault.map(AwsApi::injected).orElse(answer);
    }

    /** @throws Killed if the function is to die of this call */
    private void kill(AwsService service, AwsCall call, String action) {
        var caller = call.caller().orElseThrow();
        var kill = faults.strikeKill(caller, service.name(), action);
        if (kill.isPresent()) {
            if (kill.get().after()) {
                scheduler.call(Kind.SDK_CALL, service.name() + "." + action, () -> answer(service, call));
            }
            var where = "%s %s %s.%s".formatted(caller, kill.get().after() ? "after" : "before", service.name(), action);
            LOG.infof("killed %s", where);
            throw new Killed(where);
        }
    }

    private static AwsAnswer answer(AwsService service, AwsCall call) {
        try {
            return service.answer(call);
        } catch (AwsError refused) {
            return refused.answer();
        }
    }

    private static AwsAnswer injected(CallFault fault) {
        return AwsAnswer.error(fault.status(), fault.code(), "injected by the stage");
    }
}
