package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

final class StdioCommandTest {
    @ParameterizedTest
    @EnumSource
    void theProgramAnswersAndEndsWithItsInput(Era era) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(StdioCommand.of(era))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer in = server.outputWriter()) {
            in.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");
            in.flush();
            ObjectNode response = Json.object(server.inputReader().readLine());
            assertThat(response.path("id").asInt()).isEqualTo(1);
            assertThat(response.has("result")).isEqualTo(era == Era.LEGACY);
        } finally {
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
            server.destroyForcibly();
        }
    }
}
