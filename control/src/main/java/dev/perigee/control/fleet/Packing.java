package dev.perigee.control.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values one after the other in few bytes, for `Unpacking`. Not thread-safe.
final class Packing {
    static final int NONE = 0;
    static final int EXACT = 1;
    static final int HUNDREDTHS = 2;
    /// Numbers that a double holds exactly, with room for a hundredfold.
    private static final double HUNDREDTHS_MAX = 1e13;

    private byte[] bytes;
    private int size;
    private final Map<String, Integer> known = new HashMap<>();

    Packing(int expected) {
        this.bytes = new byte[expected];
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// A text that was there before as its number.
    void repeated(String text) {
        int number = known.getOrDefault(text, known.size());
        count(number);
        if (number == known.size()) {
            known.put(text, number);
            text(text);
        }
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        count(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    /// 0 or more, or none.
    void number(@Nullable Long value) {
        unsigned(value == null ? NONE : value + 1);
    }

    /// 0 or more.
    void count(long value) {
        unsigned(value);
    }

    /// What has two decimals takes few bytes, all else takes nine.
    void real(@Nullable Double value) {
        if (value == null) {
            unsigned(NONE);
            return;
        }
        long hundredths = Math.round(value * 100);
        if (value >= 0 && value < HUNDREDTHS_MAX && hundredths / 100.0 == value) {
            unsigned(hundredths + HUNDREDTHS);
            return;
        }
        unsigned(EXACT);
        room(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = Double.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    /// Seven bits a byte, the lowest first; all but the last have the eighth.
    private void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
