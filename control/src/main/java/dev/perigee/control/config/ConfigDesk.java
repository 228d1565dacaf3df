package dev.perigee.control.config;

import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.ConfigStanding;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.config.ConfigDiff;
import dev.perigee.protocol.config.ConfigDifference;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigPath;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigSchema;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigSecrets;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretReferences;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where configurations are changed and asked for. Every change is a new revision of a layer, is checked for all
/// satellites that it concerns before it is kept, and is told to them after. Thread-safe; its monitor lets one change
/// happen at a time. Which satellites a caller may see is the caller's to say.
public final class ConfigDesk {
    public static final int LAYERS_MAX = 1_000;
    public static final int HISTORY_MAX = 100;
    private static final int NOTE_MAX = 500;

    private final ConfigStore store;
    private final InstantSource clock;
    private final Consumer<SatelliteId> nudge;
    private volatile Layers layers;

    /// A change that is asked for: what the layer `scope` is to say, when its newest revision is `expected`.
    public record Draft(
            ConfigScope scope,
            ConfigDocument document,
            String author,
            @Nullable String note) {
        public Draft {
            if (note != null && note.length() > NOTE_MAX) {
                throw new BadValue("note", note.length() + " characters", "at most " + NOTE_MAX);
            }
        }
    }

    /// A layer that is to say again what it said in revision `to`, null for the one before its newest.
    public record Rollback(
            ConfigScope scope,
            @Nullable Long to,
            String author,
            @Nullable String note) {}

    /// `nudge` hints to a satellite that there may be a newer configuration; it may do nothing.
    public ConfigDesk(ConfigStore store, InstantSource clock, Consumer<SatelliteId> nudge, Entitlement secrets) {
        this.store = store;
        this.clock = clock;
        this.nudge = nudge;
        this.layers = new Layers(store.layers(), secrets);
    }

    /// One without secrets.
    public ConfigDesk(ConfigStore store, InstantSource clock, Consumer<SatelliteId> nudge) {
        this(store, clock, nudge, Entitlement.NOTHING);
    }

    /// What the satellite is to have. Blocks nobody.
    public Desired desired(Satellite satellite) {
        return layers.desired(Member.of(satellite));
    }

    /// Hints once more at a newer configuration, if `heard` is the hash of another than the one the satellite is to
    /// have.
    public void remind(Satellite satellite, @Nullable String heard) {
        if (heard != null && !heard.equals(desired(satellite).hash())) {
            nudge.accept(satellite.id());
        }
    }

    /// Hints to those of `visible` whose configuration refers to a secret that was set or taken away.
    public void secretChanged(SecretName name, Collection<SatelliteView> visible) {
        Layers now = layers;
        visible.stream()
                .filter(satellite ->
                        now.desired(Member.of(satellite)).references().names().contains(name))
                .forEach(satellite -> nudge.accept(satellite.id()));
    }

    /// The newest revision of each layer, in the order in which they override each other.
    public ConfigView.Layers layers() {
        return new ConfigView.Layers(layers.newest().stream().map(this::view).toList());
    }

    /// The newest revision of a layer.
    public ConfigView.Revision layer(ConfigScope scope) {
        return view(layers.find(scope)
                .orElseThrow(() -> Refusals.unknown("layer \"" + scope.text() + "\" says nothing yet")));
    }

    /// Makes the draft the layer's next revision, unless it says already what it is to say. What stands as `***` where
    /// a secret is shown stays as it is.
    public synchronized ConfigView.Revision put(Draft draft, long expected, Collection<SatelliteView> visible) {
        Layers before = layers;
        LayerRevision next = drafted(before, draft);
        Optional<LayerRevision> current = before.find(draft.scope());
        Refusals.refuseBusy(before, draft.scope());
        Refusals.refuseOneMore(before, current);
        long at = current.map(LayerRevision::number).orElse(0L);
        if (at != expected) {
            throw Refusals.conflict(draft.scope(), expected, at);
        }
        if (current.isPresent() && current.get().document().equals(next.document())) {
            return view(current.get());
        }
        Refusals.refuseMistakes(before.with(next), draft.scope(), visible);
        LayerRevision kept = kept(store.put(next, expected), draft.scope(), expected);
        reload(visible);
        return view(kept);
    }

    /// Makes what a layer said in revision `to` its next revision; without one, what it said before its newest.
    public synchronized ConfigView.Revision rollback(
            Rollback rollback, long expected, Collection<SatelliteView> visible) {
        ConfigScope scope = rollback.scope();
        LayerRevision old = rollback.to() == null
                ? store.history(scope, Math.max(0, expected - 1), 1).stream()
                        .findFirst()
                        .orElseThrow(() ->
                                Refusals.unknown("layer \"" + scope.text() + "\" has no revision before " + expected))
                : revision(scope, rollback.to());
        String note = "back to revision " + old.number() + (rollback.note() == null ? "" : ": " + rollback.note());
        return put(new Draft(scope, old.document(), rollback.author(), note), expected, visible);
    }

    /// Adds the draft as a revision that a rollout brings to its satellites; `rollout` makes that of the revision.
    synchronized Rollout stage(Draft draft, long expected, Rollout rollout, Collection<SatelliteView> fleet) {
        Layers before = layers;
        LayerRevision next = drafted(before, draft);
        if (before.find(draft.scope())
                .map(LayerRevision::document)
                .filter(next.document()::equals)
                .isPresent()) {
            throw new ProblemException(
                    ProblemType.CONFIG_REFUSED,
                    "layer \"" + draft.scope().text() + "\" says that already: expected a change to roll out");
        }
        Optional<LayerRevision> current = before.find(draft.scope());
        long at = current.map(LayerRevision::number).orElse(0L);
        Refusals.refuseBusy(before, draft.scope());
        if (at != expected) {
            throw Refusals.conflict(draft.scope(), expected, at);
        }
        Refusals.refuseOneMore(before, current);
        Refusals.refuseMistakes(before.with(next), draft.scope(), fleet);
        Rollout staged = rollout.numbered(
                kept(store.stage(next, rollout), draft.scope(), expected).number());
        reload(fleet);
        return staged;
    }

    /// Changes a rollout, unless it has changed since it was `before`.
    synchronized boolean advance(Rollout before, RolloutStatus next, Collection<SatelliteView> fleet) {
        boolean done = store.advance(before, next);
        reload(fleet);
        return done;
    }

    /// Takes up what was changed in the store by somebody else, or by a change of which nobody knew what came of it.
    synchronized void refresh() {
        if (store.number() != layers.number()) {
            layers = layers.next(store.layers());
        }
    }

    Layers now() {
        return layers;
    }

    /// Takes up what the store has now and hints to those of `satellites` that are to have something else by it.
    private void reload(Collection<SatelliteView> satellites) {
        Layers before = layers;
        Layers after = before.next(store.layers());
        layers = after;
        for (SatelliteView satellite : satellites) {
            Member member = Member.of(satellite);
            if (!before.desired(member).hash().equals(after.desired(member).hash())) {
                nudge.accept(satellite.id());
            }
        }
    }

    private static LayerRevision kept(Putting putting, ConfigScope scope, long expected) {
        return switch (putting) {
            case Putting.Kept(LayerRevision revision) -> revision;
            case Putting.Conflict(long other) -> throw Refusals.conflict(scope, expected, other);
            case Putting.Busy(RolloutId rollout) -> throw Refusals.busy(scope, rollout);
        };
    }

    /// What the draft would change for those of `visible` that it concerns; changes nothing.
    public ConfigView.DryRun dryRun(Draft draft, Collection<SatelliteView> visible) {
        Layers before = layers;
        Layers after = before.with(drafted(before, draft));
        List<ConfigView.DryRun.Change> changes = new ArrayList<>();
        int unchanged = 0;
        for (SatelliteView satellite : visible) {
            Member member = Member.of(satellite);
            Desired now = before.desired(member);
            Desired then = after.desired(member);
            if (now.hash().equals(then.hash())) {
                unchanged++;
            } else {
                changes.add(new ConfigView.DryRun.Change(
                        satellite.id(), ConfigDiff.between(now.document(), then.document()), then.mistakes()));
            }
        }
        return new ConfigView.DryRun(List.copyOf(changes), unchanged);
    }

    /// The newest revisions of a layer, at most `limit`, none newer than `upTo`.
    public ConfigView.History history(ConfigScope scope, long upTo, int limit) {
        if (limit < 1 || limit > HISTORY_MAX) {
            throw new BadValue("limit", limit, "1 to " + HISTORY_MAX);
        }
        // One more, for what the oldest shown changed.
        List<LayerRevision> found = store.history(scope, upTo, limit + 1);
        List<ConfigView.Revision> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, found.size()); i++) {
            ConfigDocument before = i + 1 < found.size() ? found.get(i + 1).document() : ConfigDocument.EMPTY;
            shown.add(view(found.get(i), ConfigDiff.between(before, found.get(i).document())));
        }
        return new ConfigView.History(List.copyOf(shown));
    }

    /// In what two revisions of a layer differ; 0 is before its first.
    public ConfigView.Comparison compare(ConfigScope scope, long from, long to) {
        List<ConfigDifference> changes = ConfigDiff.between(document(scope, from), document(scope, to));
        return new ConfigView.Comparison(from, to, changes);
    }

    public ConfigView.Effective effective(SatelliteView satellite) {
        Desired desired = layers.desired(Member.of(satellite));
        return new ConfigView.Effective(
                satellite.id(),
                desired.revision(),
                desired.hash(),
                ConfigSecrets.shown(desired.document()),
                desired.origins(),
                desired.mistakes());
    }

    /// What a satellite is to have, and what it says that it has.
    public ConfigStanding standing(SatelliteView satellite) {
        Optional<ReportedConfig> last = store.reported(satellite.id());
        Desired desired = layers.desired(Member.of(satellite));
        return new ConfigStanding(
                desired.hash(),
                last.map(it -> it.report().hash()).orElse(null),
                last.map(it -> it.report().revision()).orElse(null),
                last.map(it -> it.report().error()).orElse(null),
                last.map(ReportedConfig::at).orElse(null),
                Drifts.since(desired, last.orElse(null)));
    }

    /// Keeps what a satellite says of the configuration that it has; false when it had said that before.
    public boolean report(SatelliteId satellite, ConfigReport report) {
        if (store.reported(satellite)
                .map(ReportedConfig::report)
                .filter(report::equals)
                .isPresent()) {
            return false;
        }
        store.report(new ReportedConfig(satellite, report, clock.instant()));
        return true;
    }

    /// Notes what a satellite has when it asks for something newer: a report that came late may have said otherwise.
    public void asked(SatelliteId satellite, long revision, String hash) {
        boolean other = store.reported(satellite)
                .filter(last -> !last.report().hash().equals(hash))
                .isPresent();
        if (other) {
            store.report(new ReportedConfig(satellite, ConfigReport.applied(revision, hash), clock.instant()));
        }
    }

    /// Which of `visible` have not what they are to have. One that is to have nothing and never said a word has it.
    public ConfigView.Drift drift(Collection<SatelliteView> visible) {
        return Drifts.of(layers, visible, store.reports());
    }

    private LayerRevision drafted(Layers before, Draft draft) {
        ConfigDocument there =
                before.find(draft.scope()).map(LayerRevision::document).orElse(ConfigDocument.EMPTY);
        List<ConfigPath> lost = new ArrayList<>();
        ConfigDocument document = ConfigSecrets.restored(draft.document(), there, lost);
        List<ConfigMistake> mistakes = new ArrayList<>(ConfigSchema.ofLayer(document));
        mistakes.addAll(SecretReferences.mistakes(document));
        lost.forEach(path -> mistakes.add(new ConfigMistake(
                path.toString(), "*** stands for what is there already, and nothing is: expected the value itself")));
        Refusals.refuseMistakes(draft.scope(), mistakes);
        return new LayerRevision(0, draft.scope(), document, draft.author(), clock.instant(), draft.note());
    }

    private ConfigDocument document(ConfigScope scope, long number) {
        return number == 0 ? ConfigDocument.EMPTY : revision(scope, number).document();
    }

    private LayerRevision revision(ConfigScope scope, long number) {
        return store.revision(scope, number)
                .orElseThrow(() -> Refusals.unknown("layer \"" + scope.text() + "\" has no revision " + number));
    }

    private ConfigView.Revision view(LayerRevision revision) {
        return history(revision.layer(), revision.number(), 1).revisions().getFirst();
    }

    private static ConfigView.Revision view(LayerRevision revision, List<ConfigDifference> changes) {
        return new ConfigView.Revision(
                revision.number(),
                revision.layer(),
                revision.author(),
                revision.createdAt(),
                revision.note(),
                ConfigSecrets.shown(revision.document()),
                changes);
    }
}
