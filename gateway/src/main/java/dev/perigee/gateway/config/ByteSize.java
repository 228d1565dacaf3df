package dev.perigee.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people write them: `512KB`, `100MB`, `2GiB`. A unit is 1024 of the one below it, as with limits on memory
/// everywhere, whether or not it is written with an i.
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([KMGT]?)(?:I?B)?");
    private static final List<String> UNITS = List.of("", "K", "M", "G", "T");

    private ByteSize() {}

    /// Empty when it is no such text, or more than can be counted.
    static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(form.group(1));
        int shift = 10 * UNITS.indexOf(form.group(2));
        return count > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(count << shift);
    }

    static String format(long bytes) {
        int unit = 0;
        while (unit + 1 < UNITS.size() && bytes % 1_024 == 0) {
            bytes /= 1_024;
            unit++;
        }
        return bytes + UNITS.get(unit) + "B";
    }
}
