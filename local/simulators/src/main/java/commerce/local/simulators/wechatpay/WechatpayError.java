package commerce.local.simulators.wechatpay;

import commerce.local.simulators.Reply;
import java.util.Map;

/** A refusal in WeChat Pay's words. */
final class WechatpayError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    WechatpayError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static WechatpayError param(String field, String problem) {
        return new WechatpayError(400, "PARAM_ERROR", "参数错误: " + field + " " + problem);
    }

    static WechatpayError invalid(String message) {
        return new WechatpayError(400, "INVALID_REQUEST", message);
    }

    Reply reply() {
        return Reply.json(status, Map.of("code", code, "message", getMessage()));
    }
}
