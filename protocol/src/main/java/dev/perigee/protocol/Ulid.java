package dev.perigee.protocol;

import java.util.random.RandomGenerator;

/// 26 lower-case characters of Crockford's base 32: 48 bits of milliseconds since 1970 and then 80 random bits, so that
/// ids sort by the time they were made.
public final class Ulid {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private Ulid() {}

    static void check(String what, String value) {
        if (value.length() != LENGTH || !value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new BadValue(what, value, "26 characters of 0-9 and a-z without i, l, o, u");
        }
    }

    /// A new one for `epochMillis`, with its random part from `random`.
    public static String create(long epochMillis, RandomGenerator random) {
        char[] text = new char[LENGTH];
        fill(text, 0, 10, epochMillis & 0xFFFF_FFFF_FFFFL);
        fill(text, 10, 18, random.nextLong() & 0xFF_FFFF_FFFFL);
        fill(text, 18, 26, random.nextLong() & 0xFF_FFFF_FFFFL);
        return new String(text);
    }

    private static void fill(char[] text, int from, int to, long bits) {
        long rest = bits;
        for (int i = to - 1; i >= from; i--) {
            text[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
    }
}
