package dev.perigee.gateway.redaction;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;

/// Takes secrets out of what people and files are to see: values that are known, values under names that look secret,
/// and what looks like a credential by itself. A secret that a bound would cut in two is hidden as a whole.
/// Immutable.
public final class Redaction {
    /// What stands in a secret's place.
    public static final String HIDDEN = "***";

    /// Without known values.
    public static final Redaction NONE = new Redaction(List.of());

    /// A shape is recognised by so many characters behind a bound.
    private static final int LOOK_AHEAD = 2_100;

    private final List<String> secrets;
    private final int lookAhead;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
        this.lookAhead =
                LOOK_AHEAD + secrets.stream().mapToInt(String::length).max().orElse(0);
    }

    /// Hides these values wherever they stand, as they are and as they look in JSON and in a URL.
    public static Redaction of(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        for (String value : values) {
            String secret = value.strip();
            if (!secret.isEmpty()) {
                forms.add(secret);
                forms.add(new String(JsonStringEncoder.getInstance().quoteAsCharArray(secret)));
                forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
                forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
            }
        }
        return new Redaction(List.copyOf(forms));
    }

    /// The text without its secrets.
    public String text(String text) {
        return upTo(text, text.length());
    }

    /// The first `max` characters of it without secrets, and how many more there are.
    public String text(String text, int max) {
        return text.length() <= max
                ? text(text)
                : upTo(text, max) + "… (" + (text.length() - max) + " more characters)";
    }

    /// JSON without its secrets, in one line and of about `max` characters: what is left out behind that is
    /// counted. What is no JSON is taken as text.
    public String json(byte[] json, int max) {
        try {
            return JsonRedaction.of(this, json, max);
        } catch (JacksonException _) {
            return text(new String(json, StandardCharsets.UTF_8), max);
        }
    }

    /// What stands before `end`; what comes behind it is only looked at.
    String upTo(String text, int end) {
        String window = text.length() - end > lookAhead ? text.substring(0, end + lookAhead) : text;
        Spans found = new Spans();
        for (String secret : secrets) {
            for (int at = window.indexOf(secret); at >= 0; at = window.indexOf(secret, at + 1)) {
                found.add(at, at + secret.length());
            }
        }
        SecretShapes.findIn(window, found);
        return found.isEmpty() && end == text.length() ? text : found.hideIn(window, end);
    }
}
