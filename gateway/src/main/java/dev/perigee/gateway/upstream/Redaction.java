package dev.perigee.gateway.upstream;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Takes configured values out of text that people will see. Values that are too short or too common to be
/// secrets stay, since without them the text would say nothing. A value; prints without what it hides.
public record Redaction(List<String> secrets) {
    static final int SECRET_CHARS_MIN = 4;
    public static final Redaction NONE = new Redaction(List.of());

    private static final Set<String> COMMON = Set.of("true", "false", "null", "none", "info", "debug", "warn", "error");
    private static final String SHOWN = "***";

    public Redaction {
        secrets = secrets.stream()
                .filter(secret -> secret.strip().length() >= SECRET_CHARS_MIN)
                .filter(secret -> !COMMON.contains(secret))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public static Redaction of(Collection<String> secrets) {
        return new Redaction(List.copyOf(secrets));
    }

    public String of(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, SHOWN);
        }
        return shown;
    }

    @Override
    public String toString() {
        return "Redaction[" + secrets.size() + "]";
    }
}
