package dev.perigee.satellite.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveBufferTest {
    private static final CommandId COMMAND = CommandId.create(0, new SplittableRandom(1));
    private static final int MAX = 16 * 1024;

    private final LiveBudget budget = new LiveBudget(1024 * 1024);
    private final LiveBuffer buffer = new LiveBuffer(StreamName.STDOUT, MAX, budget);
    private long written;

    @Test
    void whatIsNotDeliveredStays() {
        write(10);

        assertThat(chunk(4)).isEqualTo(expected(0, 4)).isEqualTo(chunk(4));
        buffer.delivered(4);
        assertThat(chunk(100)).isEqualTo(expected(4, 10));
        buffer.delivered(10);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void beyondItsSizeTheOldestIsDropped() {
        write(MAX - 5);
        write(10);

        assertThat(chunk(MAX)).isEqualTo(expected(5, MAX + 5));
    }

    @Test
    void aWriteLargerThanItselfLeavesItsEnd() {
        write(3);
        write(3 * MAX);

        assertThat(chunk(MAX)).isEqualTo(expected(2L * MAX + 3, 3L * MAX + 3));
    }

    @Test
    void whatDeliveriesAndWritesInAnyOrderLeaveIsAlwaysTheNewestUndelivered() {
        SplittableRandom random = new SplittableRandom(7);
        long delivered = 0;
        for (int i = 0; i < 2000; i++) {
            write(random.nextInt(1, 3 * MAX / 2));
            OutputChunk chunk = chunk(random.nextInt(1, 2 * MAX));
            assertThat(chunk).isEqualTo(expected(chunk.offset(), chunk.end()));
            assertThat(chunk.offset()).isGreaterThanOrEqualTo(Math.max(delivered, written - MAX));
            if (random.nextBoolean()) {
                buffer.delivered(chunk.end());
                delivered = chunk.end();
            }
        }
    }

    @Test
    void withoutBudgetItHoldsLittleAndGivesBackWhatItHad() {
        LiveBudget small = new LiveBudget(5000);
        LiveBuffer first = new LiveBuffer(StreamName.STDOUT, MAX, small);
        LiveBuffer second = new LiveBuffer(StreamName.STDERR, MAX, small);

        first.write(0, ByteBuffer.wrap(new byte[MAX]));
        second.write(0, ByteBuffer.wrap(new byte[MAX]));
        assertThat(first.oldest(COMMAND, MAX).orElseThrow().bytes()).hasSize(8 * 1024);
        assertThat(second.oldest(COMMAND, MAX).orElseThrow().bytes()).hasSize(4 * 1024);
        first.delivered(MAX);

        assertThat(small.take(5000)).isTrue();
    }

    private void write(int count) {
        buffer.write(written, ByteBuffer.wrap(pattern(written, written + count)));
        written += count;
    }

    private OutputChunk chunk(int bytesMax) {
        return buffer.oldest(COMMAND, bytesMax).orElseThrow();
    }

    private static OutputChunk expected(long from, long to) {
        return new OutputChunk(COMMAND, StreamName.STDOUT, from, pattern(from, to));
    }

    private static byte[] pattern(long from, long to) {
        byte[] bytes = new byte[(int) (to - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (((from + i) * 31) >> 3);
        }
        return bytes;
    }
}
