package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a running command is, by its own word: a percentage, a note of at most 200 characters in one line, or both.
/// `at` is the satellite's time. A newer note takes the place of the one before.
public record ProgressNote(
        CommandId command,
        @Nullable Integer percent,
        @Nullable String note,
        Instant at) {
    public static final int NOTE_MAX = 200;

    public ProgressNote {
        if (command == null || at == null) {
            throw new BadValue("progress is incomplete: expected command, at, and percent or note");
        }
        if (percent != null && (percent < 0 || percent > 100)) {
            throw new BadValue("percent", percent, "0 to 100");
        }
        if (note != null && note.length() > NOTE_MAX) {
            throw new BadValue("note", note, "at most " + NOTE_MAX + " characters");
        }
    }
}
