package dev.perigee.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class PeerProcessTest {
    private static final Duration MAX = Duration.ofSeconds(10);

    @TempDir
    private Path data;

    @Test
    void closingEndsTheProcessAndItsChildren() throws Exception {
        PeerProcess process = shell("sleep 600 & echo $!; wait");
        try (process) {
            while (process.output().isEmpty()) {
                Thread.onSpinWait();
            }
        }
        long child = Long.parseLong(process.output().getFirst());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aServerThatDoesNotStartIsReportedWithWhatItPrinted() throws Exception {
        int port = PeerProcess.freePort();
        try (PeerProcess process = shell("echo no such option >&2; exit 1")) {
            assertThatThrownBy(() -> process.awaitPort(port))
                    .isInstanceOf(IOException.class)
                    .hasMessage("sh did not start: no such option");
        }
    }

    @Test
    void aScriptThatFailsIsReportedWithItsStatus() throws Exception {
        try (PeerProcess process = shell("echo out of order; exit 3")) {
            assertThatThrownBy(() -> process.awaitEnd(MAX)).hasMessage("sh ended with status 3: out of order");
        }
    }

    private PeerProcess shell(String script) throws IOException {
        return PeerProcess.start(data, Map.of(), List.of("/bin/sh", "-c", script));
    }
}
