package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.door.TurnListener.End;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final RequestLog log = new RequestLog(Redaction.of(List.of("s3cr3t-v4lue")));

    @Test
    void anEntrySaysWhoAskedForWhatAndWhatCameOfItWithoutSecrets() {
        log.add(
                Turned.of(
                        "tools/call",
                        "{\"name\":\"read\",\"arguments\":{\"path\":\"/a\",\"token\":\"abc\",\"q\":\"s3cr3t-v4lue\"}}",
                        Turned.result("{\"content\":[{\"type\":\"text\",\"text\":\"got s3cr3t-v4lue\"}]}")),
                Outcome.OK,
                Instant.EPOCH);
        assertThat(log.read(0, 10))
                .containsExactly(new RequestEntry(
                        0,
                        Instant.EPOCH,
                        "anybody (editor 2)",
                        "tools/call",
                        "read",
                        "{\"name\":\"read\",\"arguments\":{\"path\":\"/a\",\"token\":\"***\",\"q\":\"***\"}}",
                        "ok",
                        "{\"content\":[{\"type\":\"text\",\"text\":\"got ***\"}]}",
                        3));
    }

    @Test
    void anAnswerThatWasKeptIsLoggedAsSuch() {
        log.add(
                Turned.call("read", new End.Kept(JsonObject.of("{\"content\":[\"s3cr3t-v4lue\"]}"))),
                Outcome.KEPT,
                Instant.EPOCH);
        assertThat(log.read(0, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo("kept");
            assertThat(entry.answer()).isEqualTo("{\"content\":[\"***\"]}");
        });
    }

    @Test
    void theLastEntriesAreKeptAndTheyAreSmall() {
        String big = "{\"name\":\"read\",\"arguments\":{\"a\":\"" + "x".repeat(100_000) + "\"}}";
        for (int i = 0; i < RequestLog.ENTRIES_MAX + 5; i++) {
            log.add(Turned.of("tools/call", big, Turned.lost()), Outcome.LOST, Instant.EPOCH);
        }
        List<RequestEntry> all = log.read(0, 1_000);
        assertThat(all).hasSize(RequestLog.ENTRIES_MAX);
        assertThat(all.getFirst().offset()).isEqualTo(5);
        assertThat(all.getLast().params())
                .hasSizeLessThan(KeptRequest.PARAMS_CHARS_MAX + 100)
                .contains("more characters)");
        assertThat(log.read(103, 1)).extracting(RequestEntry::offset).containsExactly(103L);
    }
}
