package dev.perigee.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.perigee.protocol.config.LogLevel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogbackLevelsTest {
    private final LoggerContext context = new LoggerContext();
    private final LogbackLevels levels = new LogbackLevels(context);

    @Test
    void aLevelHoldsForAllBelowAndIsTakenBackWhenNobodyWantsItAnyMore() {
        context.getLogger("dev.perigee").setLevel(Level.INFO);
        levels.exchange(Map.of("dev.perigee.satellite", LogLevel.DEBUG, "dev.perigee.satellite.link", LogLevel.ERROR));
        assertThat(level("dev.perigee.satellite.Receiver")).isEqualTo(Level.DEBUG);
        assertThat(level("dev.perigee.satellite.link.Exchange")).isEqualTo(Level.ERROR);
        assertThat(level("dev.perigee.server.ServerApp")).isEqualTo(Level.INFO);

        levels.exchange(Map.of("dev.perigee.satellite", LogLevel.WARN));
        assertThat(level("dev.perigee.satellite.link.Exchange")).isEqualTo(Level.WARN);

        levels.exchange(Map.of());
        assertThat(level("dev.perigee.satellite.Receiver")).isEqualTo(Level.INFO);
        assertThat(context.getLogger("dev.perigee.satellite").getLevel()).isNull();
    }

    @Test
    void aLevelThatALoggerHadOfItsOwnComesBack() {
        context.getLogger("dev.perigee.gateway").setLevel(Level.ERROR);
        levels.exchange(Map.of("dev.perigee.gateway", LogLevel.TRACE));
        levels.exchange(Map.of("dev.perigee.gateway", LogLevel.DEBUG));
        levels.exchange(Map.of());
        assertThat(context.getLogger("dev.perigee.gateway").getLevel()).isEqualTo(Level.ERROR);
    }

    private Level level(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }
}
