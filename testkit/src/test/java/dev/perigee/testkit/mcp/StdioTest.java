package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StdioTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Stdio stdio =
            new Stdio(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(errors, true));

    @Test
    void requestsAreAnsweredOnALineAndLinesThatAreNoMessageArePassedOver() throws IOException {
        String lines = """
                no JSON
                42
                {"jsonrpc":"2.0","id":"a","method":"ping"}
                """;
        stdio.serve(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                TestMcpServer.protocol(Era.LEGACY, stdio));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}\n");
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("not JSON").contains("not a JSON-RPC message: 42");
    }

    @ParameterizedTest
    @CsvSource({"--era,legacy,LEGACY,STDIO,0", "--era,modern,MODERN,STDIO,0", "--port,7,LEGACY,STDIO,7"})
    void optionsAreRead(String name, String value, Era era, Options.Transport transport, int port) {
        assertThat(Options.of(name, value)).isEqualTo(new Options(era, transport, port));
    }

    @ParameterizedTest
    @CsvSource({"--era,none", "--transport,none", "--port,none", "--what,7"})
    void anOptionThatIsNoneIsNamed(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(name, value))
                .withMessageStartingWith(name + " " + value);
    }
}
