package dev.perigee.gateway.config;

import dev.perigee.gateway.redaction.SecretNames;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Resolves what a text takes from elsewhere: `${env:NAME}` or `${NAME}` from the environment, with `:-other` behind
/// the name for when it is not there, `${userHome}`, `${file:PATH}` from a file without its last line break, and
/// `${secret:NAME@VERSION}` from what the control plane sent along; `$${` stands for `${`. What comes in is not
/// resolved again, and is never shown in an error. `${input:NAME}`, for
/// which editors ask their user, is no error: the first of one server is kept as `missing`.
final class References {
    static final int FILE_MAX = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?");
    private static final String FILE = "file:";
    private static final String INPUT = "input:";

    /// In the place of what is missing. Fits in a URL too, as nothing is done with the server meanwhile.
    private static final String PLACEHOLDER = "not-filled-in";

    private static final String SECRET = "secret:";

    private final Surroundings around;
    private final Set<String> revealed = new LinkedHashSet<>();
    private @Nullable String missing;

    /// Where texts come from: the environment, and secrets by their whole reference, such as `secret:token@3`.
    record Surroundings(Map<String, String> environment, Map<String, String> secrets) {}

    References(Surroundings around) {
        this.around = around;
    }

    References(Map<String, String> environment) {
        this(new Surroundings(environment, Map.of()));
    }

    /// What came in that is taken for secret, wherever it stands now: secrets, files, and variables whose names say so.
    Set<String> revealed() {
        return Set.copyOf(revealed);
    }

    /// `text` as it is meant; `place` says in an error where it stands.
    String resolve(String place, String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null ? found.group(1) : value(place, found.group(2))));
    }

    /// What is still to be filled in, for people.
    @Nullable
    String missing() {
        return missing;
    }

    private String value(String place, String reference) {
        if (reference.startsWith(INPUT)) {
            if (missing == null) {
                missing = place + " is ${" + reference + "}: expected a value, because nobody can be asked here";
            }
            return PLACEHOLDER;
        }
        if (reference.startsWith(FILE)) {
            return reveal(file(place, reference.substring(FILE.length())));
        }
        if (reference.startsWith(SECRET)) {
            String secret = around.secrets().get(reference);
            if (secret == null) {
                throw new BadValue(place, "${" + reference + "}", "a secret that the control plane sent along");
            }
            return reveal(secret);
        }
        if (reference.equals("userHome")) {
            return variable("HOME").orElseThrow(() -> unset(place, reference));
        }
        Matcher variable = VARIABLE.matcher(reference);
        if (!variable.matches()) {
            throw new BadValue(place, "${" + reference + "}", "${env:NAME}, ${NAME} or ${file:PATH}");
        }
        return variable(variable.group(1))
                .map(value -> SecretNames.looksSecret(variable.group(1)) ? reveal(value) : value)
                .or(() -> Optional.ofNullable(variable.group(2)))
                .orElseThrow(() -> unset(place, reference));
    }

    private String reveal(String value) {
        revealed.add(value);
        return value;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(around.environment().get(name));
    }

    private static BadValue unset(String place, String reference) {
        return new BadValue(place, "${" + reference + "}", "a variable that is set where the satellite runs");
    }

    private static String file(String place, String path) {
        String shown = "${" + FILE + path + "}";
        try {
            Path file = Path.of(path);
            if (!file.isAbsolute()) {
                throw new BadValue(place, shown, "an absolute path");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(FILE_MAX + 1);
                if (bytes.length > FILE_MAX) {
                    throw new BadValue(place, shown, "a file of at most " + FILE_MAX + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
            }
        } catch (IOException | InvalidPathException e) {
            throw new BadValue(
                    place, shown, "a file that can be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
