package dev.perigee.control.series;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The last `slots` steps of `stepSeconds`, the mean of each metric in each, NaN where there is none: exact in the
/// newest step, which alone takes more in, and to within half a percent, in two bytes, in those that are over. Not
/// thread-safe.
final class Ring {
    private static final short NONE = (short) (Float.floatToRawIntBits(Float.NaN) >>> 16);

    private final int stepSeconds;
    private final int slots;
    private final short[] means;
    private final float[] current = new float[Metric.COUNT];
    private final int[] counts = new int[Metric.COUNT];
    private long newest = Long.MIN_VALUE;

    Ring(int stepSeconds, int slots) {
        this.stepSeconds = stepSeconds;
        this.slots = slots;
        this.means = new short[slots * Metric.COUNT];
        Arrays.fill(means, NONE);
        Arrays.fill(current, Float.NaN);
    }

    int stepSeconds() {
        return stepSeconds;
    }

    int slots() {
        return slots;
    }

    /// Takes in what was measured; what is older than the newest step is passed over.
    void add(long second, float[] values) {
        long step = Math.floorDiv(second, (long) stepSeconds);
        if (step < newest) {
            return;
        }
        if (step > newest) {
            advance(step);
        }
        for (int i = 0; i < Metric.COUNT; i++) {
            if (!Float.isNaN(values[i])) {
                int count = ++counts[i];
                float mean = current[i];
                current[i] = Float.isNaN(mean) ? values[i] : mean + (values[i] - mean) / count;
            }
        }
    }

    /// The mean of `metric` in the step that holds `second`.
    float at(long second, Metric metric) {
        long step = Math.floorDiv(second, (long) stepSeconds);
        return newest == Long.MIN_VALUE || step > newest || step <= newest - slots
                ? Float.NaN
                : mean(step, metric.place());
    }

    /// How many bytes `write` takes.
    int size() {
        return Long.BYTES + Integer.BYTES * (1 + Metric.COUNT) + used() * Metric.COUNT * Float.BYTES;
    }

    /// The newest step, and the means from the oldest that has any.
    void write(ByteBuffer out) {
        int used = used();
        out.putLong(newest).putInt(used);
        for (int count : counts) {
            out.putInt(count);
        }
        for (long step = newest - used + 1; used > 0 && step <= newest; step++) {
            for (int i = 0; i < Metric.COUNT; i++) {
                out.putFloat(mean(step, i));
            }
        }
    }

    /// Into an empty one. Throws when that was not written by one like this.
    void read(ByteBuffer in) {
        long step = in.getLong();
        int used = in.getInt();
        if (used < 0 || used > slots) {
            throw new BufferUnderflowException();
        }
        for (int i = 0; i < Metric.COUNT; i++) {
            counts[i] = in.getInt();
        }
        newest = step;
        for (long one = newest - used + 1; used > 0 && one <= newest; one++) {
            for (int i = 0; i < Metric.COUNT; i++) {
                current[i] = in.getFloat();
                means[place(one) + i] = one == newest ? NONE : shortened(current[i]);
            }
        }
    }

    private float mean(long step, int metric) {
        return step == newest ? current[metric] : Float.intBitsToFloat(means[place(step) + metric] << 16);
    }

    /// The upper half of it, rounded: sign, exponent and eight bits.
    private static short shortened(float value) {
        return Float.isNaN(value) ? NONE : (short) ((Float.floatToRawIntBits(value) + 0x8000) >>> 16);
    }

    private void advance(long step) {
        if (newest != Long.MIN_VALUE) {
            for (int i = 0; i < Metric.COUNT; i++) {
                means[place(newest) + i] = shortened(current[i]);
            }
        }
        Arrays.fill(current, Float.NaN);
        if (newest == Long.MIN_VALUE || step - newest >= slots) {
            Arrays.fill(means, NONE);
        } else {
            for (long passed = newest + 1; passed <= step; passed++) {
                int at = place(passed);
                Arrays.fill(means, at, at + Metric.COUNT, NONE);
            }
        }
        Arrays.fill(counts, 0);
        newest = step;
    }

    private int used() {
        if (newest == Long.MIN_VALUE) {
            return 0;
        }
        for (int used = slots; used > 1; used--) {
            for (int i = 0; i < Metric.COUNT; i++) {
                if (!Float.isNaN(mean(newest - used + 1, i))) {
                    return used;
                }
            }
        }
        return 1;
    }

    private int place(long step) {
        return Math.floorMod(step, slots) * Metric.COUNT;
    }
}
