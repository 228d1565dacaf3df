package dev.perigee.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class McpCallTest {
    private static final String READ = "{\"name\":\"files__read\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
            + "\"path\":{\"type\":\"string\"},\"limit\":{\"type\":\"integer\"},\"deep\":{\"type\":\"boolean\"},"
            + "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"ratio\":{\"type\":[\"number\",\"null\"]},"
            + "\"filter\":{\"type\":\"object\"},\"any\":{}}}}";
    private static final String DONE =
            "{\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"line 1\\nline\\u0007 2\"}]}}";

    private final FakeDoor door = new FakeDoor().tools(READ).on("tools/call", DONE);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theAnswerIsPrintedAndTheDoorIsLeft() {
        Ran ran = call("files__read", "--arg", "path=/a=b");
        assertThat(ran.stdout()).isEqualTo("line 1\nline? 2\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(door.messages())
                .extracting(message -> message.path("method").asString())
                .containsExactly("initialize", "notifications/initialized", "tools/list", "tools/call");
        assertThat(door.requests().getLast()).isEqualTo("DELETE /mcp");
        assertThat(call("files__read", "-o", "json").stdout()).startsWith("{\"content\":[{\"type\":\"text\"");
    }

    @Test
    void valuesHaveTheTypesThatTheToolWants() {
        call(
                "files__read",
                "--arg",
                "path=12",
                "--arg",
                "limit=12",
                "--arg",
                "deep=true",
                "--arg",
                "tags=a",
                "--arg",
                "tags=2",
                "--arg",
                "ratio=null",
                "--arg",
                "filter={\"a\":1}",
                "--arg",
                "any=[1]");
        assertThat(arguments())
                .hasToString("{\"path\":\"12\",\"limit\":12,\"deep\":true,\"tags\":[\"a\",\"2\"],"
                        + "\"ratio\":null,\"filter\":{\"a\":1},\"any\":[1]}");
        call("files__read", "--arg", "tags=[\"x\"]", "--arg", "ratio=1.5", "--arg", "any=plain words");
        assertThat(arguments()).hasToString("{\"tags\":[\"x\"],\"ratio\":1.5,\"any\":\"plain words\"}");
    }

    @Test
    void argumentsCanComeAsJsonFromAnOptionAFileOrStdin() throws IOException {
        Path file = directory.resolve("arguments");
        Files.writeString(file, "{\"path\":\"/file\"}");
        call("files__read", "--json", "{\"path\":\"/option\",\"limit\":1}", "--arg", "limit=2");
        assertThat(arguments()).hasToString("{\"path\":\"/option\",\"limit\":2}");
        call("files__read", "--file", file.toString());
        assertThat(arguments()).hasToString("{\"path\":\"/file\"}");
        Ran.with(Map.of("PERIGEE_DOOR", door.url()), "{\"path\":\"/in\"}", "mcp", "call", "files__read", "--file", "-");
        assertThat(arguments()).hasToString("{\"path\":\"/in\"}");
    }

    @Test
    void whatIsNoArgumentIsOneLineThatSaysWhatWasExpected() {
        assertOneLine(call("files__read", "--arg", "limit=many"), "--arg limit \"many\": expected a whole number");
        assertOneLine(call("files__read", "--arg", "deep=yes"), "--arg deep \"yes\": expected true or false");
        assertOneLine(call("files__read", "--arg", "ratio=x"), "expected a number or null");
        assertOneLine(call("files__read", "--arg", "filter=x"), "expected a JSON object such as {\"a\": 1}");
        assertOneLine(
                call("files__read", "--arg", "pth=x"),
                "tool files__read has no argument \"pth\": did you mean \"path\"?");
        assertOneLine(call("files__read", "--arg", "path"), "--arg \"path\": expected NAME=VALUE");
        assertOneLine(call("files__read", "--json", "[1]"), "--json: expected a JSON object");
        assertOneLine(call("files__read", "--json", "{"), "--json: not JSON at line 1");
        assertOneLine(call("files__read", "--file", directory + "/none"), "expected a file that you may read");
        assertOneLine(call("files__read", "--json", "{}", "--file", "-"), "expected only one of them");
        assertOneLine(call("files__raed"), "unknown tool \"files__raed\": did you mean \"files__read\"?");
        assertOneLine(call(), "TOOL is missing");
    }

    @Test
    void aToolThatFailsIsExitCode1AndARefusedCallIs125() {
        door.on(
                "tools/call",
                "{\"result\":{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no such file\"}]}}");
        Ran failed = call("files__read");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stdout()).isEqualTo("no such file\n");
        door.on(
                "tools/call",
                "{\"error\":{\"code\":-32602,\"message\":\"path: expected a string\",\"data\":{\"at\":\"/path\"}}}");
        assertOneLine(call("files__read"), "path: expected a string (code -32602) {\"at\":\"/path\"}");
        door.on("initialize", "{\"error\":{\"code\":-32603,\"message\":\"not today\"}}");
        assertOneLine(call("files__read"), "not today (code -32603)");
    }

    @Test
    void whatTheServerSaysMeanwhileGoesToStderrAndItsQuestionsAreRefused() {
        door.on(
                "tools/call",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1,\"total\":2,\"message\":\"half\"}}\n"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"busy\"}}\n"
                        + "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{}}\n"
                        + DONE);
        Ran ran = call("files__read");
        assertThat(ran.stderr()).isEqualTo("progress 1 of 2: half\n[info] busy\n");
        assertThat(ran.stdout()).startsWith("line 1");
        assertThat(door.messages().getLast().path("error").path("code").asInt()).isEqualTo(-32601);
    }

    @Test
    void otherContentsAreNamed() {
        door.on(
                "tools/call",
                "{\"result\":{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AAAA\"},"
                        + "{\"type\":\"resource\",\"resource\":{\"uri\":\"a:b\",\"mimeType\":\"text/plain\",\"text\":\"t\"}}]}}");
        assertThat(call("files__read").stdout())
                .isEqualTo(
                        "[image image/png, 4 characters of base64; -o json shows it]\n[resource a:b text/plain]\nt\n");
        door.on("tools/call", "{\"result\":{\"content\":[],\"structuredContent\":{\"n\":1}}}");
        assertThat(call("files__read").stdout()).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void ctrlCTellsTheServerThatNobodyWaits() {
        CompletableFuture<Runnable> keyboard = new CompletableFuture<>();
        door.silentCall(() -> keyboard.join().run());
        Ran ran = Ran.with(keyboard::complete, "mcp", "call", "files__read", "--door", door.url());
        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stderr()).isEqualTo("perigee: cancelled\n");
        JsonNode last = door.messages().getLast();
        assertThat(last.path("method").asString()).isEqualTo("notifications/cancelled");
        assertThat(last.path("params").path("requestId"))
                .isEqualTo(door.lastCall().path("id"));
    }

    private JsonNode arguments() {
        return door.lastCall().path("params").path("arguments");
    }

    private Ran call(String... words) {
        return Ran.with(
                Map.of("PERIGEE_DOOR", door.url()),
                "",
                Stream.concat(Stream.of("mcp", "call"), Stream.of(words)).toArray(String[]::new));
    }

    private static void assertOneLine(Ran ran, String part) {
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(part);
    }
}
