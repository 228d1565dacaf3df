package dev.perigee.satellite.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.policy.NameFilter;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SectionsTest {
    @Test
    void aLevelIsForAllOfTheSatellitesOwnThatIsNotNamed() {
        assertThat(Sections.logging(
                        document("{'logging':{'level':'warn','loggers':{'dev.perigee.gateway.requests':'debug'}}}")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "dev.perigee.gateway", LogLevel.WARN,
                        "dev.perigee.gateway.requests", LogLevel.DEBUG,
                        "dev.perigee.process", LogLevel.WARN,
                        "dev.perigee.satellite", LogLevel.WARN));
        assertThat(Sections.logging(ConfigDocument.EMPTY)).isEmpty();
    }

    @Test
    void thePolicyIsWhatTheSectionSaysAndOtherwiseNone() {
        assertThat(Sections.policy(ConfigDocument.EMPTY)).isEqualTo(GatewayPolicy.NONE);
        assertThat(Sections.policy(document("{'gateway':{'allowServers':['a*'],'denyTools':['*__rm'],"
                        + "'requestLog':false,'idleMax':'1m','processesMax':7,'callsMax':3}}")))
                .isEqualTo(new GatewayPolicy(
                        new NameFilter(List.of("a*"), List.of()),
                        new NameFilter(null, List.of("*__rm")),
                        false,
                        new GatewayPolicy.Limits(Duration.ofMinutes(1), null, null, 7, 3)));
        assertThat(Sections.policy(document("{'gateway':{'allowServers':[]}}"))
                        .servers()
                        .allows("any"))
                .isFalse();
    }

    @Test
    void whatIsTakenUpIsExchangedAndWhatIsRefusedIsNot() throws Exception {
        List<Map<String, LogLevel>> levels = new ArrayList<>();
        LiveSettings settings = new LiveSettings();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SatelliteTarget target = new SatelliteTarget(null, settings, levels::add, threads, () -> 0);
            assertThat(target.apply(
                            document("{'logging':{'loggers':{'dev.perigee.satellite.link':'debug'}},"
                                    + "'pollingIntervals':{'immediate':'500ms'}}"),
                            new TreeMap<>()))
                    .isEmpty();
            assertThat(settings.immediate(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(500));
            assertThat(target.apply(
                            document("{'logging':{'level':'trace'},'mcpServers':{'a':{'command':'x'}}}"),
                            new TreeMap<>()))
                    .hasValueSatisfying(why -> assertThat(why).contains("no MCP gateway"));
            assertThat(target.apply(ConfigDocument.EMPTY, new TreeMap<>())).isEmpty();
        }
        assertThat(settings.immediate(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(levels).containsExactly(Map.of("dev.perigee.satellite.link", LogLevel.DEBUG), Map.of());
    }

    private static ConfigDocument document(String text) {
        return ConfigDocument.parse(text.replace('\'', '"'));
    }
}
