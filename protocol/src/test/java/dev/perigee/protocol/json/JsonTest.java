package dev.perigee.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
    @ParameterizedTest
    @MethodSource("results")
    void everyResultComesBackAsItWas(Result result) {
        assertThat(Json.WIRE.read(Json.WIRE.bytes(result), Result.class)).isEqualTo(result);
    }

    @Test
    void everyKindOfResultIsTriedAbove() {
        assertThat(results().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Result.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyCommandTypeComesBackAsItWas(CommandSpec spec) {
        String json = Json.WIRE.text(spec);
        assertThat(json).contains("\"type\":\"" + spec.type() + "\"");
        assertThat(Json.WIRE.read(json, CommandSpec.class)).isEqualTo(spec);
    }

    @Test
    void everyCommandTypeIsTriedAbove() {
        assertThat(specs().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Stream.of(CommandSpec.class, McpCommand.class)
                        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                        .filter(type -> !type.isInterface())
                        .toArray(Class[]::new));
    }

    @Test
    void aTypeFromANewerVersionReadsAsUnknown() {
        assertThat(Json.WIRE.read("{\"type\":\"dance\",\"steps\":3}", CommandSpec.class))
                .isEqualTo(new CommandSpec.Unknown("dance"));
    }

    @Test
    void aFailureCodeFromANewerVersionReadsAsOther() {
        assertThat(Json.WIRE.read("{\"outcome\":\"failed\",\"code\":\"x\",\"message\":\"m\"}", Result.class))
                .isEqualTo(new Result.Failed(FailureCode.OTHER, "m"));
    }

    @Test
    void outputIsTextWhereThatIsShorterAndNeverGrowsByMoreThanAThird() {
        assertThat(Json.WIRE.text(Output.of("grün\n"))).isEqualTo("{\"text\":\"grün\\n\",\"totalBytes\":6}");
        for (int value = 0; value < 256; value++) {
            byte[] bytes = new byte[3000];
            Arrays.fill(bytes, (byte) value);
            byte[] json = Json.WIRE.bytes(new Output(bytes, 5000));
            assertThat(json.length).isLessThanOrEqualTo(4100);
            assertThat(Json.WIRE.read(json, Output.class)).isEqualTo(new Output(bytes, 5000));
        }
    }

    @Test
    void aSubmissionThatSaysLittleGetsTheDefaults() {
        Submission submission = Json.STRICT.read(
                "{\"to\":\"local\",\"command\":{\"type\":\"exec\",\"program\":\"ls\"}}", Submission.class);
        assertThat(submission)
                .isEqualTo(new Submission(
                        new SatelliteId("local"),
                        new CommandSpec.Exec("ls", List.of(), Map.of(), null),
                        Priority.NORMAL,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(300),
                        false,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void aTokenLastsAnHourUnlessSaidOtherwise() {
        assertThat(Json.STRICT.read("{}", TokenRequest.class).expires()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"to\":\"Local\",\"command\":{\"type\":\"ping\"}} | satellite \"Local\"",
                "{\"command\":{\"type\":\"ping\"}} | to is missing",
                "{\"to\":\"local\"} | command is missing",
                "{\"to\":\"local\",\"command\":{\"type\":\"dance\"}} | command type \"dance\": expected exec, ping",
                "{\"to\":\"local\",\"command\":{\"type\":\"exec\"}} | program \"\"",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"ttl\":\"1s\"} | ttl \"1s\": expected 5s to 7d",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"ttl\":\"soon\"} | ttl \"soon\": expected a whole number",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"timeout\":\"2d\"} | timeout \"2d\": expected 100ms to 1d",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"priority\":\"urgent\"} | priority \"urgent\"",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"prioritty\":\"low\"} | field \"prioritty\"",
                "{\"to\":\"local\",\"command\":{\"type\":\"ping\"},\"key\":\"\"} | key \"\": expected 1 to 200 characters",
                "{\"to\":\"local\",\"command\":{\"type\":\"exec\",\"program\":\"x\",\"arguments\":[null]}} | command.arguments",
                "{\"to\":\"local\",\"to\":\"other\"} | not JSON",
                "{\"to\": | not JSON at line 1",
                "[] | body",
                "null | body \"null\": expected a JSON object",
            })
    void badInputIsNamed(String json, String expected) {
        assertThatThrownBy(() -> Json.STRICT.read(json, Submission.class))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsNestedTooDeeplyIsRefusedAsEverythingElseIs() {
        assertThatThrownBy(() -> Json.WIRE.read("{\"new\":" + "[".repeat(65), Submission.class))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("nesting depth");
    }

    static Stream<Result> results() {
        Output binary = new Output(new byte[] {0, 1, (byte) 0xff, 10}, 9);
        return Stream.of(
                new Result.Completed(3, Output.of("out\n"), binary, 12),
                new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0),
                new Result.Failed(FailureCode.PROGRAM_NOT_ALLOWED, "program \"rm\" is not allowed"),
                new Result.TimedOut(Output.of("so far"), Output.EMPTY, 5000),
                new Result.Interrupted("it stopped", Output.EMPTY, Output.of("x")),
                new Result.Cancelled(Output.of("so far"), Output.EMPTY, 7),
                new Result.Unsupported("dance"));
    }

    static Stream<CommandSpec> specs() {
        return Stream.of(
                new CommandSpec.Exec("uname", List.of("-a", "", "ü\n"), Map.of("LANG", "C"), "/tmp"),
                new CommandSpec.Exec("true", List.of(), Map.of(), null),
                new CommandSpec.Ping(),
                Json.WIRE.read(
                        "{\"type\":\"configure\",\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":{\"K\":\"v\"}}}}",
                        CommandSpec.class),
                Json.WIRE.read(
                        "{\"type\":\"spawn\",\"server\":{\"name\":\"a\",\"url\":\"http://h/mcp\"}}", CommandSpec.class),
                new McpCommand.Kill("a"),
                new McpCommand.Restart("a"),
                new McpCommand.HealthCheck("a", "credential_validation"),
                new McpCommand.HealthCheck(null, null),
                new CommandSpec.Unknown("dance"));
    }
}
