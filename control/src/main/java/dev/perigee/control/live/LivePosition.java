package dev.perigee.control.live;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.StreamName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Up to where somebody has read a command's output: an offset in each stream. Its text, `12:0`, is the id of an event.
public record LivePosition(long stdout, long stderr) {
    public static final LivePosition BEGINNING = new LivePosition(0, 0);
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}):(\\d{1,15})");

    public LivePosition {
        if (stdout < 0 || stderr < 0) {
            throw new BadValue("position", stdout + ":" + stderr, "offsets from 0 on");
        }
    }

    public static LivePosition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue("position", text, "the offsets in stdout and stderr, such as 12:0");
        }
        return new LivePosition(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
    }

    public long of(StreamName stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }

    public LivePosition with(StreamName stream, long offset) {
        return switch (stream) {
            case STDOUT -> new LivePosition(offset, stderr);
            case STDERR -> new LivePosition(stdout, offset);
        };
    }

    @Override
    public String toString() {
        return stdout + ":" + stderr;
    }
}
