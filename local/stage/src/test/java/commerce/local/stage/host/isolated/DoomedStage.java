package commerce.local.stage.host.isolated;

import commerce.local.sandbox.LambdaRuntime;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.host.ArmedFaults;
import commerce.local.stage.host.Counters;
import commerce.local.stage.host.FunctionLog;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** A process that invokes a function which never ends, to be killed meanwhile. Arguments: the folder with the zip, the room where the function waits. */
final class DoomedStage {

    private DoomedStage() {}

    public static void main(String[] arguments) {
        var folder = Path.of(arguments[0]);
        var clock = new VirtualClock();
        var function = new StageModel.Function("ship", "shop", "shop-ship", "arn:of:ship", Rehearsal.class.getName() + "::handleRequest", 256, Duration.ofMinutes(15),
                OptionalInt.empty(), Map.of());
        var site = new IsolatedHost.Site(module -> folder.resolve(module + ".zip"), folder.resolve("doomed"), URI.create("http://127.0.0.1:9"), "eu-central-1",
                LambdaRuntime.built(), Limits.ofThisMachine());
        var host = new IsolatedHost(site, Map.of("ship", function), new LiveScheduler(clock), new ArmedFaults(), new Counters(),
                new FunctionLog(folder.resolve("doomed.log")), clock);
        host.invoke("ship", ("\"meet " + arguments[1] + "\"").getBytes(StandardCharsets.UTF_8));
    }
}
