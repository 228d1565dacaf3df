package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
    private static final String STREAM = "\uFEFF: hello\n"
            + "id: 1\nevent: message\ndata: {\"a\":\"ä\"}\n\n"
            + "data:one\ndata: two\ndata\nid:2\nretry: 250\n\n"
            + "id: 3\ndata:\n\n"
            + "unknown: x\n:\n\n"
            + "event: endpoint\ndata:  /messages?s=1\n\n"
            + "id: 4\ndata: never dispatched";
    private static final List<String> EVENTS =
            List.of("message={\"a\":\"ä\"}", "message=one\ntwo\n", "message=", "endpoint= /messages?s=1");

    private final List<String> seen = new ArrayList<>();
    private final SseParser parser = new SseParser(1_000, this::seen);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void theStreamMayBeCutAnywhere(String lineEnd) {
        byte[] bytes = bytes(STREAM.replace("\n", lineEnd));
        for (int first = 0; first <= bytes.length; first++) {
            for (int second : new int[] {first, first + 1, (first + bytes.length) / 2, bytes.length}) {
                seen.clear();
                SseParser fresh = new SseParser(1_000, this::seen);
                int middle = Math.min(second, bytes.length);

                assertThat(fresh.feed(Arrays.copyOfRange(bytes, 0, first))).isTrue();
                assertThat(fresh.feed(Arrays.copyOfRange(bytes, first, middle))).isTrue();
                assertThat(fresh.feed(Arrays.copyOfRange(bytes, middle, bytes.length)))
                        .isTrue();

                assertThat(seen).as("cut at %s and %s", first, middle).isEqualTo(EVENTS);
                assertThat(fresh.lastId()).contains("3");
                assertThat(fresh.retry()).contains(Duration.ofMillis(250));
            }
        }
    }

    @Test
    void theStreamMayComeByteByByte() {
        for (byte b : bytes(STREAM)) {
            assertThat(parser.feed(new byte[] {b})).isTrue();
        }

        assertThat(seen).isEqualTo(EVENTS);
    }

    @Test
    void anIdAloneCountsAndAnEmptyIdTakesItBack() {
        parser.feed(bytes("id: a\n\n"));
        assertThat(parser.lastId()).contains("a");
        assertThat(seen).isEmpty();

        parser.feed(bytes("id: b\0c\n\n"));
        assertThat(parser.lastId()).contains("a");

        parser.feed(bytes("id\n\n"));
        assertThat(parser.lastId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1s", "", "99999999999999999999"})
    void aRetryThatIsNoNumberIsIgnored(String retry) {
        parser.feed(bytes("retry: " + retry + "\n\n"));

        assertThat(parser.retry()).isEqualTo(Optional.empty());
    }

    @Test
    void dataUpToTheBoundIsTakenAndBeyondItRefused() {
        assertThat(parser.feed(bytes("data: " + "x".repeat(999) + "\n\n"))).isTrue();
        assertThat(seen).hasSize(1);

        assertThat(parser.feed(bytes("data: " + "x".repeat(500) + "\ndata: " + "x".repeat(500) + "\n\n")))
                .isFalse();
        assertThat(parser.feed(bytes("data: y\n\n"))).isFalse();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aLineWithoutAnEndIsRefusedAtTheBound() {
        boolean taken = true;
        int sent = 0;
        while (taken && sent < 100_000) {
            taken = parser.feed(bytes("data: xxxx"));
            sent += 10;
        }

        assertThat(sent).isLessThanOrEqualTo(1_000 + SseParser.FIELD_MAX + 10);
    }

    @Test
    void aCommentOrNameWithoutAnEndIsRefusedToo() {
        assertThat(parser.feed(bytes(":" + "x".repeat(SseParser.FIELD_MAX) + "\n")))
                .isFalse();
    }

    private void seen(String type, byte[] data) {
        seen.add(type + "=" + new String(data, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
