package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterHeadersTest {
    private static final String SCHEMA = """
            {"type":"object","default":{"x-mcp-header":"not a schema"},"properties":{
              "region":{"type":"string","x-mcp-header":"Region"},
              "x-mcp-header":{"type":"string"},
              "page":{"type":"object","properties":{"size":{"type":"integer","x-mcp-header":"Page-Size"}}},
              "dry":{"type":"boolean","x-mcp-header":"Dry"},
              "query":{"type":"string"}}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"region\":\"eu\",\"page\":{\"size\":7},\"dry\":true,\"query\":\"q\"}|eu|7|true",
                "{\"region\":\"ä\",\"page\":{\"size\":7.0}}|=?base64?w6Q=?=|7|",
                "{\"region\":null,\"page\":{\"size\":7.5},\"dry\":\"x\"}|||x",
                "{\"region\":[],\"page\":{\"size\":9007199254740992}}|||",
                "{\"page\":3}|||",
            })
    void argumentsThatAreAnnotatedBecomeHeaders(String arguments, String region, String size, String dry) {
        ParameterHeaders.Reading reading = ParameterHeaders.read(JsonObject.of(SCHEMA));
        assertThat(reading).isInstanceOf(ParameterHeaders.Reading.Valid.class);
        Map<String, String> headers =
                ((ParameterHeaders.Reading.Valid) reading).headers().of(JsonObject.of(arguments));

        assertThat(headers.get("Mcp-Param-Region")).isEqualTo(region);
        assertThat(headers.get("Mcp-Param-Page-Size")).isEqualTo(size);
        assertThat(headers.get("Mcp-Param-Dry")).isEqualTo(dry);
        assertThat(headers).doesNotContainKey("Mcp-Param-query");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x-mcp-header\":\"A\"}|the schema itself",
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}|not \"number\"",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}}}|not \"A B\"",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}|the name of a header",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":5}}}|not 5",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}|a stands twice",
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}|always there",
                "{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}|always there",
                "{\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}|always there",
            })
    void anAnnotationThatMayNotBeThereMakesTheToolUnusable(String schema, String why) {
        assertThat(ParameterHeaders.read(JsonObject.of(schema)))
                .isInstanceOfSatisfying(
                        ParameterHeaders.Reading.Faulty.class,
                        faulty -> assertThat(faulty.why()).contains(why));
    }

    @Test
    void withoutAnnotationsThereAreNone() {
        assertThat(ParameterHeaders.read(JsonObject.of("{\"type\":\"object\"}")))
                .isInstanceOfSatisfying(ParameterHeaders.Reading.Valid.class, valid -> {
                    assertThat(valid.headers().none()).isTrue();
                    assertThat(valid.headers().of(JsonObject.EMPTY)).isEmpty();
                });
    }
}
