package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.upstream.ServerName;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsNoticeTest {
    private final List<Object> said = new ArrayList<>();
    private final LimitsNotice notice = new LimitsNotice(
            _ -> {
                throw new IOException("not made here");
            },
            () -> List.of("memory: NOT limited"),
            said::add);

    @Test
    void whatIsNotEnforcedIsSaidOnceAndOnlyWhereThereIsAProgram() {
        make(new UpstreamConfig.Http(
                new ServerName("far"), URI.create("https://h/mcp"), Map.of(), UpstreamConfig.Transport.STREAMABLE));
        assertThat(said).isEmpty();

        make(new UpstreamConfig.Stdio(new ServerName("near"), "x", List.of(), Map.of(), null));
        make(new UpstreamConfig.Stdio(new ServerName("next"), "x", List.of(), Map.of(), null));
        assertThat(said).containsExactly("memory: NOT limited");
    }

    private void make(UpstreamConfig config) {
        assertThatIOException().isThrownBy(() -> notice.make(config));
    }
}
