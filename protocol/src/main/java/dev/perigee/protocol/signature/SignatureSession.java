package dev.perigee.protocol.signature;

import dev.perigee.protocol.BadValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Under which a satellite numbers the requests that it signs, offered by the control plane in the header
/// `Perigee-Signature-Session`: one life of that control plane, and which offer of this life it is. It is no secret.
public record SignatureSession(String life, long number) {
    public static final String HEADER = "Perigee-Signature-Session";
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{16,64})\\.([0-9]{1,15})");

    /// What a request has as its `nonce`: which one of the session it is. On the wire `<life>.<number>.<count>`.
    public record Nonce(SignatureSession session, long count) {
        /// Throws `BadValue` for what has another form.
        public static Nonce parse(String text) {
            int dot = text.lastIndexOf('.');
            String count = text.substring(dot + 1);
            if (dot < 0
                    || count.isEmpty()
                    || count.length() > 15
                    || !count.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new BadValue("nonce", text, "a signature session and a number, <life>.<number>.<count>");
            }
            return new Nonce(SignatureSession.parse(text.substring(0, dot)), Long.parseLong(count));
        }

        public String text() {
            return session.text() + "." + count;
        }
    }

    /// Throws `BadValue` for what has another form.
    public static SignatureSession parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue("signature session", text, "<life>.<number>, as offered in the header " + HEADER);
        }
        return new SignatureSession(form.group(1), Long.parseLong(form.group(2)));
    }

    public String text() {
        return life + "." + number;
    }
}
