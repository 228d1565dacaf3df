package dev.perigee.control.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.api.SeriesView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Series series = new Series();

    @Test
    void whatIsMeasuredInOneMinuteIsAveraged() {
        add(0, 10);
        add(30, 20);
        add(59, Float.NaN);
        add(60, 50);

        assertThat(cpu(at(60), Duration.ofMinutes(3))).containsExactly(null, 15f, 50f);
        assertThat(series.view(at(119), Duration.ofMinutes(3)).start()).isEqualTo(at(-60));
    }

    @Test
    void aDayIsShownByTenMinutesAndAnHourByOne() {
        for (int second = 0; second < 2 * 86_400; second += 30) {
            add(second, Math.floorDiv(second, 600));
        }
        Instant end = at(2 * 86_400 - 1);

        assertThat(cpu(end, DAY)).hasSize(144).startsWith(144f).endsWith(287f).doesNotContainNull();
        assertThat(series.view(end, DAY).step()).isEqualTo(Duration.ofMinutes(10));
        assertThat(cpu(end, HOUR)).hasSize(60).startsWith(282f).endsWith(287f).doesNotContainNull();
    }

    @Test
    void aGapStaysAGapAndWhatIsOlderThanTheRingIsGone() {
        add(0, 1);
        add(300, 2);

        assertThat(cpu(at(300), Duration.ofMinutes(6))).containsExactly(1f, null, null, null, null, 2f);

        add(2 * 86_400, 3);

        assertThat(cpu(at(2 * 86_400), HOUR).stream().filter(Objects::nonNull)).containsExactly(3f);
        assertThat(cpu(at(2 * 86_400), DAY).stream().filter(Objects::nonNull)).containsExactly(3f);
    }

    @Test
    void aClockThatWentBackChangesNothing() {
        add(600, 1);
        add(0, 9);

        assertThat(cpu(at(600), HOUR).stream().filter(Objects::nonNull)).containsExactly(1f);
    }

    @Test
    void whatIsWrittenDownIsReadAndGoesOn() {
        for (int second = 0; second < 5_000; second += 30) {
            add(second, second);
        }
        byte[] bytes = series.bytes();

        Series read = Series.read(ByteBuffer.wrap(bytes));

        assertThat(read.view(at(5_000), HOUR)).isEqualTo(series.view(at(5_000), HOUR));
        assertThat(read.view(at(5_000), DAY)).isEqualTo(series.view(at(5_000), DAY));
        add(5_030, 1);
        read.add(at(5_030), values(1));
        assertThat(read.bytes()).isEqualTo(series.bytes());
        assertThat(bytes).hasSizeLessThan(2_048);
    }

    @Test
    void whatCannotBeReadIsAnEmptyOne() {
        add(0, 1);
        byte[] bytes = series.bytes();

        for (byte[] broken : List.of(new byte[0], new byte[] {9}, Arrays.copyOf(bytes, bytes.length - 5))) {
            assertThat(Series.read(ByteBuffer.wrap(broken)).bytes()).isEqualTo(new Series().bytes());
        }
    }

    @Test
    void itIsNeverMoreThanSixKibibytes() {
        for (int second = 0; second < 3 * 86_400; second += 30) {
            add(second, second);
        }

        assertThat(series.bytes()).hasSizeLessThan(6 * 1024);
    }

    @Test
    void aSpanOfMoreThanADayIsRefused() {
        assertThatThrownBy(() -> series.view(START, Duration.ofHours(25)))
                .isInstanceOf(BadValue.class)
                .hasMessage("span \"25h\": expected 1m to 24h");
    }

    private List<@Nullable Float> cpu(Instant now, Duration span) {
        SeriesView view = series.view(now, span);
        return Objects.requireNonNull(view.metrics().get(Metric.CPU_PERCENT.wireName()));
    }

    private void add(long second, float cpu) {
        series.add(at(second), values(cpu));
    }

    private static float[] values(float cpu) {
        float[] values = new float[Metric.COUNT];
        Arrays.fill(values, Float.NaN);
        values[Metric.CPU_PERCENT.place()] = cpu;
        return values;
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
