package dev.perigee.gateway.redaction;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Names under which secrets are kept, however they are written: `apiKey`, `API_KEY`, `x-api-key`.
public final class SecretNames {
    private static final Pattern MARK = Pattern.compile("passw|passphrase|passcode|secret|token|apikey|authoriz"
            + "|authentic|cookie|credential|bearer|privatekey|signature");
    private static final Set<String> WORDS = Set.of("key", "keys", "pwd", "pass", "auth", "pin", "otp", "jwt", "sid");

    /// Of the protocol itself, or a number of words.
    private static final Set<String> HARMLESS = Set.of("progresstoken", "maxtokens", "inputtokens", "outputtokens");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

    private SecretNames() {}

    public static boolean looksSecret(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder whole = new StringBuilder();
        boolean word = false;
        for (String part : BETWEEN_WORDS.split(plain, -1)) {
            String lower = part.toLowerCase(Locale.ROOT);
            word |= WORDS.contains(lower);
            whole.append(lower);
        }
        return !HARMLESS.contains(whole.toString())
                && (word || MARK.matcher(whole).find());
    }
}
