package commerce.local.simulators.alipay;

import commerce.local.simulators.Rsa;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** RSA2 over parameters in the order of their names. */
final class AlipaySigning {

    private final AlipayAccount account;

    AlipaySigning(AlipayAccount account) {
        this.account = account;
    }

    /** @throws AlipayError unless the app signed the call; its signature covers {@code sign_type} */
    void check(Map<String, String> parameters) {
        if (!account.appId().equals(parameters.get("app_id"))) {
            throw AlipayError.arguments("isv.invalid-app-id", "无效的AppID参数");
        }
        if (!"RSA2".equals(parameters.get("sign_type"))) {
            throw AlipayError.arguments("isv.invalid-signature-type", "无效签名类型");
        }
        if (!Rsa.proves(account.appKey(), joined(parameters, name -> !name.equals("sign")), parameters.getOrDefault("sign", ""))) {
            throw AlipayError.arguments("isv.invalid-signature", "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配");
        }
    }

    /** Of an answer's text. */
    String signed(String text) {
        return Rsa.sign(account.alipayKey(), text);
    }

    /** Of a notification, whose signature does not cover {@code sign_type}. */
    String signedNotification(Map<String, String> parameters) {
        return signed(joined(parameters, name -> !name.equals("sign") && !name.equals("sign_type")));
    }

    private static String joined(Map<String, String> parameters, Predicate<String> which) {
        return new TreeMap<>(parameters).entrySet().stream()
                .filter(parameter -> which.test(parameter.getKey()) && !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }
}
