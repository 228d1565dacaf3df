package dev.perigee.control.series;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.SeriesView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one satellite measured in the last 24 hours: by the minute for the last hour, by ten minutes for the day. About
/// 2.6 KiB, however much is taken in. Thread-safe: its monitor guards everything.
public final class Series {
    private static final byte FORM = 1;
    private static final int MINUTE = 60;
    private static final int TEN_MINUTES = 600;

    private final Ring hour = new Ring(MINUTE, 60);
    private final Ring day = new Ring(TEN_MINUTES, 144);

    /// Takes in what was measured at `at`: a value for each metric, by its place, NaN where there is none.
    public synchronized void add(Instant at, float[] values) {
        hour.add(at.getEpochSecond(), values);
        day.add(at.getEpochSecond(), values);
    }

    /// The last `span` before `now`: by the minute up to an hour, by ten minutes up to a day.
    public synchronized SeriesView view(Instant now, Duration span) {
        if (span.isNegative() || span.isZero() || span.compareTo(Duration.ofDays(1)) > 0) {
            throw new BadValue("span", Durations.format(span), "1m to 24h");
        }
        Ring ring = span.compareTo(Duration.ofHours(1)) <= 0 ? hour : day;
        int step = ring.stepSeconds();
        int points = (int) Math.min(ring.slots(), Math.ceilDiv(span.toSeconds(), (long) step));
        long last = Math.floorDiv(now.getEpochSecond(), (long) step) * step;
        long first = last - (points - 1L) * step;
        Map<String, List<@Nullable Float>> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            List<@Nullable Float> values = new ArrayList<>(points);
            for (long second = first; second <= last; second += step) {
                float mean = ring.at(second, metric);
                values.add(Float.isNaN(mean) ? null : mean);
            }
            metrics.put(metric.wireName(), values);
        }
        return new SeriesView(Instant.ofEpochSecond(first), Duration.ofSeconds(step), metrics);
    }

    /// All of it, for `read`.
    public synchronized byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(1 + hour.size() + day.size());
        out.put(FORM);
        hour.write(out);
        day.write(out);
        return out.array();
    }

    /// What was written down; an empty one for what no longer can be read.
    public static Series read(ByteBuffer bytes) {
        Series series = new Series();
        try {
            ByteBuffer in = bytes.duplicate();
            if (in.get() == FORM) {
                series.hour.read(in);
                series.day.read(in);
                return series;
            }
        } catch (BufferUnderflowException _) {
            // Measurements of a day are not worth a start that fails.
        }
        return new Series();
    }
}
