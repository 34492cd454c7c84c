package commerce.local.tools.demo;

import commerce.local.tools.client.HttpApi;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Plays the shop's day against a running stage, in a shop of its own, and tells what happens. */
public final class Demo {
    private final HttpApi api;
    private final PrintStream out;

    public Demo(HttpApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** Plays every scene, also after one failed; the titles of those that failed, none if all is well. */
    public List<String> run() {
        return run(scenes());
    }

    /** The same without the scenes of other providers and of the day's end: for a stage on which every invocation takes its time. */
    public List<String> runBriefly() {
        return run(scenes().stream().filter(scene -> !(scene instanceof ThroughAProvider || scene instanceof TheDayIsCleared)).toList());
    }

    private List<String> run(List<Scene> scenes) {
        String tenant = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        Stagehand stage = new Stagehand(api, tenant, out);
        out.println("A shop's day on " + api.base() + ", as tenant " + tenant + "; it is " + stage.controls().now());
        boolean clockMoves = stage.controls().canMoveTheClock();
        List<String> failed = new ArrayList<>();
        int number = 0;
        int leftOut = 0;
        for (Scene scene : scenes) {
            out.println();
            out.println(++number + ". " + scene.title());
            if (scene.movesTheClock() && !clockMoves) {
                leftOut++;
                out.println("   – left out: it lets hours pass, and the clock cannot be moved here");
                continue;
            }
            try {
                scene.play(stage);
            } catch (RuntimeException failure) {
                out.println("   ✗ " + reason(failure));
                failed.add(number + ". " + scene.title());
            }
        }
        out.println();
        out.println(failed.isEmpty() ? verdict(number, leftOut) : failed.size() + " of " + number + " scenes failed: " + String.join("; ", failed));
        return failed;
    }

    private static String verdict(int scenes, int leftOut) {
        return leftOut == 0 ? "All " + scenes + " scenes went as told." : (scenes - leftOut) + " of " + scenes + " scenes went as told, " + leftOut + " were left out.";
    }

    private static List<Scene> scenes() {
        NeverPaid neverPaid = new NeverPaid();
        ForgedWebhook forged = new ForgedWebhook();
        return List.of(new PaidOrder(), new OutOfStock(), new SecondAttempt(), new RefusedAndAbandoned(), neverPaid, new LateMoney(neverPaid),
                new RepeatedWebhook(), forged, new CustomerCancels(forged), new FreeOrder(),
                new ThroughAProvider("stripe", "Stripe", "REDIRECT"), new ThroughAProvider("wechatpay", "WeChat Pay", "QR_CODE"), new ThroughAProvider("alipay", "Alipay", "QR_CODE"),
                new ThroughAProvider("adyen", "Adyen", "REDIRECT"), new TheDayIsCleared(), new BooksBalance());
    }

    private static String reason(RuntimeException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
