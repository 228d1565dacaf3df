package dev.perigee.control.series;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The last `slots` steps of `stepSeconds`, the mean of each metric in each, NaN where there is none. Only the newest
/// step takes more in. Not thread-safe.
final class Ring {
    private final int stepSeconds;
    private final int slots;
    private final float[] means;
    private final int[] counts = new int[Metric.COUNT];
    private long newest = Long.MIN_VALUE;

    Ring(int stepSeconds, int slots) {
        this.stepSeconds = stepSeconds;
        this.slots = slots;
        this.means = new float[slots * Metric.COUNT];
        Arrays.fill(means, Float.NaN);
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
        int at = place(step);
        for (int i = 0; i < Metric.COUNT; i++) {
            if (!Float.isNaN(values[i])) {
                int count = ++counts[i];
                float mean = means[at + i];
                means[at + i] = Float.isNaN(mean) ? values[i] : mean + (values[i] - mean) / count;
            }
        }
    }

    /// The mean of `metric` in the step that holds `second`.
    float at(long second, Metric metric) {
        long step = Math.floorDiv(second, (long) stepSeconds);
        return newest == Long.MIN_VALUE || step > newest || step <= newest - slots
                ? Float.NaN
                : means[place(step) + metric.place()];
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
                out.putFloat(means[place(step) + i]);
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
                means[place(one) + i] = in.getFloat();
            }
        }
    }

    private void advance(long step) {
        if (newest == Long.MIN_VALUE || step - newest >= slots) {
            Arrays.fill(means, Float.NaN);
        } else {
            for (long passed = newest + 1; passed <= step; passed++) {
                int at = place(passed);
                Arrays.fill(means, at, at + Metric.COUNT, Float.NaN);
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
            int at = place(newest - used + 1);
            for (int i = 0; i < Metric.COUNT; i++) {
                if (!Float.isNaN(means[at + i])) {
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
