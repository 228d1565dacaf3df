package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A command's id: 26 lower-case characters of Crockford's base 32 (a ULID), 48 bits of milliseconds since 1970 and
/// then 80 random bits, so that ids sort by the time they were made.
public record CommandId(@JsonValue String value) implements Comparable<CommandId> {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {
        if (value.length() != LENGTH || !value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new BadValue("command id", value, "26 characters of 0-9 and a-z without i, l, o, u");
        }
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static CommandId create(long epochMillis, RandomGenerator random) {
        char[] text = new char[LENGTH];
        fill(text, 0, 10, epochMillis & 0xFFFF_FFFF_FFFFL);
        fill(text, 10, 18, random.nextLong() & 0xFF_FFFF_FFFFL);
        fill(text, 18, 26, random.nextLong() & 0xFF_FFFF_FFFFL);
        return new CommandId(new String(text));
    }

    private static void fill(char[] text, int from, int to, long bits) {
        long rest = bits;
        for (int i = to - 1; i >= from; i--) {
            text[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
