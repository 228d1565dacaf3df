package dev.perigee.protocol.registration;

import dev.perigee.protocol.BadValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a satellite may say of itself in words: one line of at most 255 characters, and lists of those.
final class ProfileText {
    private static final int LENGTH_MAX = 255;

    private ProfileText() {}

    static void check(String what, @Nullable String text) {
        if (text == null) {
            return;
        }
        if (text.length() > LENGTH_MAX) {
            throw new BadValue(what + "'s length", text.length(), "at most " + LENGTH_MAX);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValue(what, text.replaceAll("\\p{Cntrl}", "?"), "one line of text without control characters");
        }
    }

    static List<String> list(String what, @Nullable List<String> texts, int max) {
        List<String> given = texts == null ? List.of() : texts;
        if (given.size() > max) {
            throw new BadValue("number of " + what, given.size(), "at most " + max);
        }
        for (String text : given) {
            if (text == null || text.isBlank()) {
                throw new BadValue(what, String.valueOf(text), "names that are not blank");
            }
            check(what, text);
        }
        return given.stream().distinct().sorted().toList();
    }
}
