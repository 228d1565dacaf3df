package dev.perigee.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {
    @Test
    void anEventIsOneLineWithItsPairsBehindTheMessage() {
        LoggingEvent event = event("lease over");
        event.addKeyValuePair(new KeyValuePair("command", "01"));
        event.addKeyValuePair(new KeyValuePair("reason", "two \"words\""));
        assertThat(new LogLine().doLayout(event))
                .isEqualTo("2026-01-01T00:00:00.000Z WARN  Dispatcher lease over command=01"
                        + " reason=\"two \\\"words\\\"\"\n");
    }

    @Test
    void aMessageWithLineEndsStaysOneLine() {
        assertThat(new LogLine().doLayout(event("a\nb\u001b[0m")).lines())
                .containsExactly("2026-01-01T00:00:00.000Z WARN  Dispatcher a\\nb?[0m");
    }

    private static LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent();
        event.setMDCPropertyMap(Map.of());
        event.setLoggerName("dev.perigee.control.dispatch.Dispatcher");
        event.setLevel(Level.WARN);
        event.setMessage(message);
        event.setInstant(Instant.parse("2026-01-01T00:00:00Z"));
        return event;
    }
}
