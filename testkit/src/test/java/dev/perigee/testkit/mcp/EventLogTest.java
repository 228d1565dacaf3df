package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class EventLogTest {
    private final EventLog log = new EventLog("s");

    @Test
    void aClientThatComesBackGetsWhatCameAfterItsLastEvent() throws Exception {
        log.send(message(1));
        log.send(message(2));
        log.finish(message(3));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.writeTo(out, "s_1");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("id: s_2\ndata: {\"n\":2}\n\nid: s_3\ndata: {\"n\":3}\n\n");
    }

    @Test
    void aCutEndsTheConnectionAndKeepsTheRest() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                connected.countDown();
            }
        };
        log.send(message(1));
        Thread connection = Thread.ofVirtual().start(() -> write(out));
        connected.await();
        log.hangUp();
        connection.join();
        log.finish(message(2));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        log.writeTo(rest, "s_1");
        assertThat(rest.toString(StandardCharsets.UTF_8)).contains("{\"n\":2}").doesNotContain("{\"n\":1}");
    }

    @Test
    void onlyTheLatestEventsAreKept() throws Exception {
        for (int i = 1; i <= 1001; i++) {
            log.send(message(i));
        }
        log.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.writeTo(out, "s_0");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("id: s_2\n").contains("id: s_1001\n");
    }

    @Test
    void nothingComesAfterTheEnd() throws InterruptedException {
        log.finish(message(1));
        log.finish(message(2));
        assertThat(log.awaitResponse()).isEqualTo(message(1));
    }

    private void write(ByteArrayOutputStream out) {
        try {
            log.writeTo(out);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode message(int number) {
        return Json.object().put("n", number);
    }
}
