package dev.perigee.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final String CALL = """
            { "jsonrpc" : "2.0", "id": "a\\u0062c",
              "method":"tools/call" ,"params" : {"name":"files__read","arguments":{"path":"\\u00e4 \\"q\\"", "n": 1.50e2}} }""";

    @Test
    void whatIsNotChangedStaysByteForByte() {
        Message.Request request = (Message.Request) parse(CALL);

        Message.Request forwarded =
                request.withId(RpcId.of(7)).withParams(request.params().with("name", "read"));

        assertThat(forwarded.json())
                .hasToString(CALL.replace("\"a\\u0062c\"", "7").replace("files__read", "read"));
        assertThat(forwarded.params().string("name")).contains("read");
        assertThat(parse(forwarded.json().toString())).isInstanceOf(Message.Request.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-16"})
    void whatIsNotUtf8IsNoMessage(String charset) {
        byte[] bytes = "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}".getBytes(Charset.forName(charset));

        assertThatExceptionOfType(MalformedMessage.class).isThrownBy(() -> Message.parse(bytes));
    }

    @Test
    void aMarkOfTheByteOrderIsNoPartOfTheMessage() {
        byte[] bytes = "\uFEFF{\"jsonrpc\":\"2.0\",\"method\":\"x\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(Message.parse(bytes).json()).hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}");
    }

    @Test
    void aMemberIsTakenOutOfManyInTimeThatGrowsWithThem() {
        String many =
                IntStream.range(0, 300_000).mapToObj(i -> "\"m" + i + "\":" + i).collect(Collectors.joining(","));
        JsonObject whole = JsonObject.of("{\"first\": 1, " + many + "}");

        JsonObject rest = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> whole.without("first"));

        assertThat(rest.toString()).isEqualTo("{" + many + "}");
        assertThat(rest.integer("m299999")).hasValue(299_999);
        assertThat(JsonObject.of("{\"only\":1}").without("only")).hasToString("{}");
    }

    @Test
    void whatWasReadOnceIsNotMistakenForWhatTookItsPlace() {
        Message.Request request = (Message.Request) parse(CALL);
        assertThat(request.params().object("arguments")).isPresent();

        Message.Request moved = request.withId(RpcId.of("a longer id than before"));
        Message.Request other = moved.withParams(JsonObject.of("{\"name\":\"b\"}"));
        JsonObject bytes = other.json().with("params", "{\"name\":\"c\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(moved.params()).hasToString(request.params().toString());
        assertThat(other.params().string("name")).contains("b");
        assertThat(bytes.object("params").flatMap(params -> params.string("name")))
                .contains("c");
        assertThat(bytes.with("params", true).object("params")).isEmpty();
    }

    @Test
    void aResponseKeepsItsResultUnderAnotherId() {
        Message.Response response =
                (Message.Response) parse("{\"result\":{\"x\": [1,2 ]},\"jsonrpc\":\"2.0\",\"id\":12}");

        assertThat(response.withId(new RpcId("\"mine\"")).json())
                .hasToString("{\"result\":{\"x\": [1,2 ]},\"jsonrpc\":\"2.0\",\"id\":\"mine\"}");
        assertThat(response.failed()).isFalse();
    }

    @Test
    void escapedNamesAreTheNamesTheyMean() {
        JsonObject json = JsonObject.of("{\"met\\u0068od\":\"a\\tb\"}");

        assertThat(json.string("method")).contains("a\tb");
        assertThat(json.with("method", "ü\n")).hasToString("{\"met\\u0068od\":\"ü\\n\"}");
    }

    @Test
    void aMemberThatIsNotThereIsAddedAtTheEnd() {
        assertThat(JsonObject.of("{ }").with("a", "1")).hasToString("{ \"a\":\"1\"}");
        assertThat(JsonObject.of("{\"a\":1}\n").with("b", JsonObject.EMPTY).with("a", "x"))
                .hasToString("{\"a\":\"x\",\"b\":{}}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|expected a JSON object",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}|Duplicate",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"x\"}|id true: expected a string or a number",
                "{\"jsonrpc\":\"2.0\",\"id\":1}|expected a method, a result or an error",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}|expected a method, a result or an error",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}|a response without an id",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}|jsonrpc: expected \"2.0\"",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[]}|params: expected an object",
                "{\"jsonrpc\":\"2.0\"} {}|expected the end",
                "{\"jsonrpc\":\"2.0\",|not JSON at byte",
            })
    void whatIsNoMessageIsRefusedWithTheReason(String text, String why) {
        assertThatExceptionOfType(MalformedMessage.class)
                .isThrownBy(() -> parse(text))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"12\"", "-1", "\"\\u00e4\""})
    void anIdIsWhatWasWritten(String id) {
        Message.Request request =
                (Message.Request) parse("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");

        assertThat(request.id()).isEqualTo(new RpcId(id));
        assertThat(Message.Response.of(request.id(), JsonObject.EMPTY).json())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
    }

    private static Message parse(String text) {
        return Message.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
