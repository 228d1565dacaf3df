package dev.perigee.control.fleet;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what `Packing` wrote, in the same order. Throws `BufferUnderflowException` or `IndexOutOfBoundsException` on
/// anything else. Not thread-safe.
final class Unpacking {
    private final ByteBuffer in;
    private final List<String> known = new ArrayList<>();

    Unpacking(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    String repeated() {
        int number = (int) count();
        if (number == known.size()) {
            known.add(text());
        }
        return known.get(number);
    }

    String text() {
        long length = count();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] encoded = new byte[(int) length];
        in.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    @Nullable
    Long number() {
        long value = unsigned();
        return value == Packing.NONE ? null : (Long) (value - 1);
    }

    long count() {
        return unsigned();
    }

    @Nullable
    Double real() {
        long form = unsigned();
        if (form == Packing.NONE) {
            return null;
        }
        return form == Packing.EXACT ? (Double) in.getDouble() : (Double) ((form - Packing.HUNDREDTHS) / 100.0);
    }

    private long unsigned() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
