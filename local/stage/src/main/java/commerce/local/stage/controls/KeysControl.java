package commerce.local.stage.controls;

import commerce.kernel.Problem;
import commerce.local.stage.edge.Request;
import commerce.local.stage.edge.Response;
import commerce.local.stage.secrets.DevelopmentSecrets;
import java.util.function.Supplier;

/**
 * {@code GET /local/keys/{provider}}: what a simulated provider signs its notifications with, both halves, so that any program can play the
 * provider. As text, for {@code curl} and {@code openssl}; as an object of everything by name, if JSON is asked for.
 */
final class KeysControl {

    private final Supplier<DevelopmentSecrets> secrets;

    /** @param secrets asked at every call; null before the stage is open */
    KeysControl(Supplier<DevelopmentSecrets> secrets) {
        this.secrets = secrets;
    }

    Response show(String provider, Request request) {
        DevelopmentSecrets known = secrets.get();
        if (known == null || known.keysOf(provider).isEmpty()) {
            return Answers.problem(Problem.notFound("provider", "there are keys of stripe, wechatpay, alipay and adyen"));
        }
        boolean json = request.header("accept").orElse("").contains("application/json");
        return json ? Answers.json(known.keysOf(provider).orElseThrow()) : Response.of(200, "text/plain; charset=utf-8", known.signingKeyOf(provider).orElseThrow());
    }
}
