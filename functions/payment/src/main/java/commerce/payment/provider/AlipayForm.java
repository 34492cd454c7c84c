package commerce.payment.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The body of one of Alipay's notifications, a form, read so strictly that there is only one reading. */
final class AlipayForm {

    private AlipayForm() {}

    /** Empty if it is no form in UTF-8, or names a field twice: nobody may choose which of two values counts. */
    static Optional<Map<String, String>> parse(byte[] body) {
        var fields = new LinkedHashMap<String, String>();
        // Every byte is one character here, so that nothing is lost before it is decoded.
        for (var pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? Optional.<String>empty() : decoded(pair.substring(0, equals));
            var value = equals < 0 ? Optional.<String>empty() : decoded(pair.substring(equals + 1));
            if (name.isEmpty() || name.get().isEmpty() || value.isEmpty() || fields.put(name.get(), value.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(fields);
    }

    private static Optional<String> decoded(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character == '%') {
                var high = digit(text, i + 1);
                var low = digit(text, i + 2);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(character == '+' ? ' ' : character);
            }
        }
        try {
            // A new decoder reports what is malformed instead of replacing it.
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int digit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}
