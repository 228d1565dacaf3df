package dev.perigee.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.secret.KeyRing;
import dev.perigee.control.secret.SealingKey;
import dev.perigee.control.secret.SecretDesk;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.config.ConfigDifference;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Label;
import dev.perigee.protocol.target.Labels;
import dev.perigee.testkit.store.InMemoryConfigStore;
import dev.perigee.testkit.store.InMemorySecretStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigDeskTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SatelliteView ALPHA = satellite("alpha", "blue", "env=prod");
    private static final SatelliteView BETA = satellite("beta", "red", "env=test");
    private static final List<SatelliteView> BOTH = List.of(ALPHA, BETA);

    private static final SecretName TOKEN = new SecretName("token");
    private static final String REFERS = "{'mcpServers':{'a':{'command':'x','env':{'T':'secret:token'}}}}";

    private final InMemoryConfigStore store = new InMemoryConfigStore();
    private final List<SatelliteId> nudged = new ArrayList<>();
    private final ConfigDesk desk = new ConfigDesk(store, InstantSource.fixed(NOW), nudged::add);

    @Test
    void aChangeIsARevisionWithItsAuthorAndWhatItChanged() {
        ConfigView.Revision first = put("global", "{'exec':{'allow':['echo']}}", 0);
        ConfigView.Revision second = put("global", "{'exec':{'allow':['ls']}}", first.revision());
        assertThat(desk.history(scope("global"), Long.MAX_VALUE, 10).revisions())
                .containsExactly(second, first);
        assertThat(second.author()).isEqualTo("operator");
        assertThat(second.createdAt()).isEqualTo(NOW);
        assertThat(second.changes())
                .extracting(ConfigDifference::toString)
                .containsExactly("ConfigDifference[path=/exec/allow, before=[\"echo\"], after=[\"ls\"]]");
        assertThat(desk.compare(scope("global"), 0, second.revision()).changes())
                .hasSize(1);
    }

    @Test
    void whoDoesNotKnowTheNewestRevisionIsRefused() {
        put("global", "{}", 0);
        assertThatThrownBy(() -> put("global", "{'exec':{'allow':[]}}", 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is at revision 1, not 0");
    }

    @Test
    void sayingTheSameAgainIsNoNewRevision() {
        ConfigView.Revision first = put("global", "{'exec':{'allow':['echo']}}", 0);
        nudged.clear();
        assertThat(put("global", "{'exec':{'allow':['echo']}}", first.revision()))
                .isEqualTo(first);
        assertThat(nudged).isEmpty();
    }

    @Test
    void onlyThoseThatItConcernsAreNudgedAndChanged() {
        put("team:blue", "{'exec':{'allow':['echo']}}", 0);
        assertThat(nudged).containsExactly(ALPHA.id());
        assertThat(desk.effective(BETA).document()).isEqualTo(ConfigDocument.EMPTY);
        assertThat(desk.effective(ALPHA).origins()).containsOnlyKeys("/exec/allow");
    }

    @Test
    void aLayerThatWouldLeaveASatelliteWithAnUnsoundConfigurationIsRefused() {
        assertThatThrownBy(() -> put("global", "{'mcpServers':{'files':{'env':{'A':'hush'}}}}", 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("satellite alpha would have /mcpServers/files")
                .hasMessageContaining("satellite beta")
                .hasMessageNotContaining("hush");
        put("team:blue", "{'mcpServers':{'files':{'command':'files'}}}", 0);
        assertThat(desk.layers().layers()).hasSize(1);
    }

    @Test
    void aDryRunSaysWhatEachWouldGetAndChangesNothing() {
        ConfigView.DryRun run =
                desk.dryRun(draft("labels:env=prod", "{'mcpServers':{'files':{'command':'x','env':{'A':'s'}}}}"), BOTH);
        assertThat(run.unchanged()).isEqualTo(1);
        assertThat(run.changes()).singleElement().satisfies(change -> {
            assertThat(change.satellite()).isEqualTo(ALPHA.id());
            assertThat(change.changes().toString()).contains("/mcpServers").contains("***");
        });
        assertThat(desk.layers().layers()).isEmpty();
    }

    @Test
    void aSecretIsShownToNobodyAndSurvivesBeingGivenBackAsItWasShown() {
        ConfigView.Revision first = put("global", "{'mcpServers':{'a':{'command':'x','env':{'T':'hush'}}}}", 0);
        assertThat(first.toString()
                        + first.document().text()
                        + desk.effective(ALPHA)
                        + desk.effective(ALPHA).document().text())
                .doesNotContain("hush");
        put("global", "{'mcpServers':{'a':{'command':'y','env':{'T':'***'}}}}", first.revision());
        assertThat(store.layers().newest().getFirst().document().text())
                .contains("hush")
                .contains("\"y\"");
        assertThatThrownBy(() -> put("global", "{'mcpServers':{'b':{'command':'y','env':{'T':'***'}}}}", 2))
                .hasMessageContaining("/mcpServers/b/env/T");
    }

    @Test
    void driftIsCountedUntilTheSatelliteReportsWhatItIsToHave() {
        assertThat(desk.drift(BOTH).inSync()).isEqualTo(2);
        put("team:blue", "{'exec':{'allow':['echo']}}", 0);
        assertThat(desk.drift(BOTH).satellites())
                .extracting(ConfigView.Drift.Drifting::satellite)
                .containsExactly(ALPHA.id());
        String wanted = desk.effective(ALPHA).hash();
        desk.report(ALPHA.id(), new ConfigReport(1, ConfigDocument.EMPTY.hash(), wanted, "it would not start"));
        assertThat(desk.drift(BOTH).satellites())
                .singleElement()
                .satisfies(drifting -> assertThat(drifting.error()).isEqualTo("it would not start"));
        desk.report(ALPHA.id(), ConfigReport.applied(1, wanted));
        assertThat(desk.drift(BOTH)).isEqualTo(new ConfigView.Drift(2, 0, List.of()));
    }

    @Test
    void whatWasPutIsThereAfterARestart() {
        put("global", "{'exec':{'allow':['echo']}}", 0);
        ConfigDesk next = new ConfigDesk(store, InstantSource.fixed(NOW), nudged::add);
        assertThat(next.effective(BETA)).isEqualTo(desk.effective(BETA));
    }

    @Test
    void anotherVersionOfASecretIsAnotherConfigurationForThoseWhoseItIs() {
        SecretDesk secrets = secrets();
        ConfigDesk with = new ConfigDesk(store, InstantSource.fixed(NOW), nudged::add, secrets::find);
        set(secrets, "team:blue", "correct horse");
        with.put(draft("satellite:alpha", REFERS), 0, BOTH);
        String first = with.effective(ALPHA).hash();
        nudged.clear();

        set(secrets, "team:blue", "battery staple");
        with.secretChanged(TOKEN, BOTH);

        assertThat(with.effective(ALPHA).hash()).isNotEqualTo(first);
        assertThat(nudged).containsExactly(ALPHA.id());
        assertThat(with.effective(ALPHA).document().text()).contains("${secret:token@2}");
        assertThat(with.history(scope("satellite:alpha"), Long.MAX_VALUE, 9).toString())
                .contains("secret:token")
                .doesNotContain("horse")
                .doesNotContain("staple");
    }

    @Test
    void aReferenceToWhatASatelliteIsNotToHaveIsRefusedWithItsPlaceAndNothingIsKept() {
        SecretDesk secrets = secrets();
        ConfigDesk with = new ConfigDesk(store, InstantSource.fixed(NOW), nudged::add, secrets::find);
        set(secrets, "team:blue", "correct horse");
        assertThatThrownBy(() -> with.put(draft("global", REFERS), 0, BOTH))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("satellite beta")
                .hasMessageContaining("/mcpServers/a/env/T")
                .hasMessageContaining("\"token\"")
                .hasMessageNotContaining("satellite alpha");
        assertThat(with.layers().layers()).isEmpty();
        assertThat(with.dryRun(draft("global", REFERS), BOTH).changes())
                .filteredOn(change -> change.satellite().equals(BETA.id()))
                .singleElement()
                .satisfies(change -> assertThat(change.mistakes()).hasSize(1));
    }

    @Test
    void aReferenceInAnotherPlaceIsAMistake() {
        assertThatThrownBy(() -> put("global", "{'mcpServers':{'a':{'args':['${secret:token}']}}}", 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("/mcpServers/a/args")
                .hasMessageContaining("env, headers, query");
    }

    @Test
    void aThousandSatellitesWithTheSameLayersCostOneCompositionEachTimeTheyAreLookedAt() {
        List<SatelliteView> fleet = IntStream.range(0, 1_000)
                .mapToObj(i -> satellite("s" + i, i % 2 == 0 ? "blue" : "red", "env=prod"))
                .toList();
        desk.put(draft("global", "{'exec':{'allow':['echo']}}"), 0, fleet);
        long before = desk.now().compositions().made();

        desk.put(draft("team:blue", "{'exec':{'allow':['ls']}}"), 0, fleet);
        assertThat(desk.drift(fleet).drifted()).isEqualTo(1_000);
        assertThat(desk.effective(fleet.getFirst()).document().text()).contains("ls");

        assertThat(desk.now().compositions().made() - before)
                .as("only those of team blue are to have something that nobody had")
                .isEqualTo(1);
    }

    @Test
    void showingOneSatelliteReadsTheReportOfThatOne() {
        ConfigStore single = (ConfigStore) Proxy.newProxyInstance(
                ConfigStore.class.getClassLoader(), new Class<?>[] {ConfigStore.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isNotEqualTo("reports");
                    return method.invoke(store, arguments);
                });
        ConfigDesk careful = new ConfigDesk(single, InstantSource.fixed(NOW), nudged::add);
        careful.report(ALPHA.id(), ConfigReport.applied(0, ConfigDocument.EMPTY.hash()));
        assertThat(careful.standing(ALPHA).reportedAt()).isEqualTo(NOW);
        assertThat(careful.standing(ALPHA).driftingSince()).isNull();
        assertThat(careful.standing(BETA).reported()).isNull();
    }

    @Test
    void driftIsSinceTheChangeOrSinceTheSatelliteSaidLaterThatItHasSomethingElse() {
        AtomicReference<Instant> time = new AtomicReference<>(NOW);
        ConfigDesk timed = new ConfigDesk(store, time::get, nudged::add);
        timed.put(draft("team:blue", "{'exec':{'allow':['echo']}}"), 0, BOTH);
        String wanted = timed.effective(ALPHA).hash();
        assertThat(since(timed)).isEqualTo(NOW);
        time.set(NOW.plusSeconds(60));
        timed.report(ALPHA.id(), new ConfigReport(0, ConfigDocument.EMPTY.hash(), wanted, "it would not start"));
        assertThat(since(timed)).isEqualTo(NOW);
        assertThat(timed.standing(ALPHA).driftingSince()).isEqualTo(NOW);
        timed.report(ALPHA.id(), ConfigReport.applied(1, wanted));
        assertThat(timed.drift(BOTH).drifted()).isZero();
        time.set(NOW.plusSeconds(120));
        timed.report(ALPHA.id(), ConfigReport.applied(0, ConfigDocument.EMPTY.hash()));
        assertThat(since(timed)).isEqualTo(NOW.plusSeconds(120));
    }

    private static @Nullable Instant since(ConfigDesk desk) {
        return desk.drift(BOTH).satellites().getFirst().since();
    }

    private static SecretDesk secrets() {
        SealingKey key = SealingKey.create(new Random(1));
        KeyRing ring = new KeyRing() {
            @Override
            public List<SealingKey> keys() {
                return List.of(key);
            }

            @Override
            public void renew() {}

            @Override
            public void retire() {}
        };
        return new SecretDesk(new InMemorySecretStore(), ring, InstantSource.fixed(NOW), new Random(2));
    }

    private static void set(SecretDesk secrets, String scope, String value) {
        var _ = secrets.set(new SecretDesk.Draft(TOKEN, scope(scope), new SecretValue(value), "operator"));
    }

    private ConfigView.Revision put(String scope, String document, long expected) {
        return desk.put(draft(scope, document), expected, BOTH);
    }

    private static ConfigDesk.Draft draft(String scope, String document) {
        return new ConfigDesk.Draft(scope(scope), ConfigDocument.parse(document.replace('\'', '"')), "operator", null);
    }

    private static ConfigScope scope(String text) {
        return ConfigScope.parse(text);
    }

    private static SatelliteView satellite(String id, String team, String label) {
        return new SatelliteView(
                new SatelliteId(id),
                Liveness.LIVE,
                "1",
                "linux",
                new TeamName(team),
                new GroupName("g"),
                Labels.of(List.of(Label.parse(label))),
                null,
                NOW,
                NOW);
    }
}
