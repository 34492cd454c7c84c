package commerce.local.simulators.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in Alipay's words. */
final class AlipayError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String text;
    private final String subCode;

    private AlipayError(String code, String text, String subCode, String subText) {
        super(subText, null, false, false);
        this.code = code;
        this.text = text;
        this.subCode = subCode;
    }

    /** The call itself is wrong. */
    static AlipayError arguments(String subCode, String subText) {
        return new AlipayError("40002", "Invalid Arguments", subCode, subText);
    }

    /** The call is right, what it asks for cannot be. */
    static AlipayError business(String subCode, String subText) {
        return new AlipayError("40004", "Business Failed", subCode, subText);
    }

    static AlipayError parameter(String name) {
        return business("ACQ.INVALID_PARAMETER", "参数无效：" + name);
    }

    static AlipayError noTrade() {
        return business("ACQ.TRADE_NOT_EXIST", "交易不存在");
    }

    ObjectNode view() {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("msg", text).put("sub_code", subCode).put("sub_msg", getMessage());
    }
}
