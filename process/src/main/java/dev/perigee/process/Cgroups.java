package dev.perigee.process;

import dev.perigee.process.CgroupSearch.Found;
import dev.perigee.process.ResourceSupport.Finding;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The groups of one instance's trees. Makes nothing on the host before a tree with limits, or somebody who asks
/// what is supported, needs it. Safe for use by many threads: its monitor guards it.
final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final int ATTEMPTS_MAX = 1_000;
    private static final long ATTEMPT_NANOS = 1_000_000;
    private static final int NAME_CHARS_MAX = 80;

    private final CgroupFiles files;
    private final CgroupSearch search;
    private final String instance;
    private final Set<String> live = new HashSet<>();
    private final List<CgroupPlace> places = new ArrayList<>();
    private @Nullable ResourceSupport support;
    private long made;

    Cgroups(CgroupFiles files, Path root, String instance) {
        this.files = files;
        this.search = new CgroupSearch(files, root);
        this.instance = instance;
    }

    /// Prepares the host at the first call.
    synchronized ResourceSupport support() {
        ResourceSupport known = support;
        if (known == null) {
            List<Finding> findings = new ArrayList<>();
            for (Resource resource : Resource.values()) {
                findings.add(finding(resource));
            }
            known = new ResourceSupport(findings);
            support = known;
        }
        return known;
    }

    /// A group with these limits, as far as they are supported; of no directories without limits.
    synchronized TreeCgroup make(String id, @Nullable ResourceLimits limits) throws IOException {
        if (limits == null || support().findings().size() == support().missing().size()) {
            return new TreeCgroup(files, List.of(), "");
        }
        String cleaned = id.replaceAll("[^A-Za-z0-9_-]", "_");
        String name = ProcFs.stat(ProcFs.self()).map(ProcessStat::startTicks).orElse(0L) + "-" + made++ + "-"
                + cleaned.substring(0, Math.min(NAME_CHARS_MAX, cleaned.length()));
        TreeCgroup group = new TreeCgroup(files, places, name);
        live.add(name);
        try {
            group.make(limits);
        } catch (IOException e) {
            group.remove();
            live.remove(name);
            throw new IOException("no group " + name + " with " + limits + ": " + reason(e), e);
        }
        return group;
    }

    /// Waits, within a bound, until the kernel lets go of the group of a tree that has ended.
    void remove(TreeCgroup group) {
        boolean gone = attempt(group::remove);
        synchronized (this) {
            group.directories().forEach(directory -> live.remove(name(directory)));
        }
        if (!gone) {
            LOG.warn("{} could not be removed; the next sweep will try again", group);
        }
    }

    /// Kills who is left in groups of an earlier life, removes these, and answers how many processes that were.
    int sweep() {
        Set<Integer> killed = new HashSet<>();
        for (Resource resource : Resource.values()) {
            located(resource)
                    .ifPresent(place -> files.directories(place.group()).stream()
                            .map(Cgroups::name)
                            .filter(this::isLeft)
                            .forEach(name -> killed.addAll(clear(new TreeCgroup(files, List.of(place), name)))));
        }
        return killed.size();
    }

    /// Removes what holds the groups, if nothing is left in there.
    synchronized void close() {
        places.stream().map(CgroupPlace::group).distinct().forEach(group -> {
            try {
                files.removeDirectory(group);
            } catch (IOException e) {
                LOG.warn("{} could not be removed: {}", group, reason(e));
            }
        });
        places.clear();
    }

    private synchronized boolean isLeft(String name) {
        return !live.contains(name);
    }

    private Set<Integer> clear(TreeCgroup group) {
        Set<Integer> killed = new HashSet<>();
        attempt(() -> {
            Set<Integer> inside = group.processes();
            if (inside.contains(ProcFs.self())) {
                return true;
            }
            killed.addAll(inside);
            group.kill();
            inside.forEach(pid -> ProcFs.stat(pid).ifPresent(stat -> PinnedProcess.send(stat, Signal.KILL)));
            return group.remove();
        });
        return killed;
    }

    private Finding finding(Resource resource) {
        return switch (search.find(resource)) {
            case Found.Nowhere(String why) -> new Finding(resource, false, why);
            case Found.At at -> {
                CgroupPlace place = CgroupPlace.below(resource, at, instance);
                try {
                    place.prepare(files);
                    places.add(place);
                    yield new Finding(resource, true, at.version() + " below " + place.group());
                } catch (IOException e) {
                    leave(place);
                    yield new Finding(resource, false, at.version() + " at " + at.own() + " refuses: " + reason(e));
                }
            }
        };
    }

    /// Removes what was made of a place that is not fit, unless it is fit for another resource.
    private void leave(CgroupPlace place) {
        boolean used = places.stream().anyMatch(other -> other.group().equals(place.group()));
        try {
            if (!used && files.exists(place.group())) {
                files.removeDirectory(place.group());
            }
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", place.group(), reason(e));
        }
    }

    private Optional<CgroupPlace> located(Resource resource) {
        return search.find(resource) instanceof Found.At at
                ? Optional.of(CgroupPlace.below(resource, at, instance))
                : Optional.empty();
    }

    private static boolean attempt(BooleanSupplier action) {
        try (Arena arena = Arena.ofConfined()) {
            PollSet nothing = new PollSet(arena, 1);
            for (int i = 0; i < ATTEMPTS_MAX; i++) {
                if (action.getAsBoolean()) {
                    return true;
                }
                nothing.await(ATTEMPT_NANOS);
            }
            return false;
        }
    }

    private static String name(Path directory) {
        return String.valueOf(directory.getFileName());
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getFile() + ": " + failed.getReason()
                : String.valueOf(e.getMessage());
    }
}
