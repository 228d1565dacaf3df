package dev.perigee.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group of one tree: a directory in each hierarchy that limits it, or none at all. Whoever is in it belongs to the
/// tree, whatever its parent, session and environment are. Not safe for use by many threads.
final class TreeCgroup {
    private static final Logger LOG = LoggerFactory.getLogger(TreeCgroup.class);
    private static final String PROCESSES = "cgroup.procs";

    private final CgroupFiles files;
    private final List<CgroupPlace> places;
    private final String name;

    TreeCgroup(CgroupFiles files, List<CgroupPlace> places, String name) {
        this.files = files;
        this.places = places;
        this.name = name;
    }

    /// In the order of their resources; on v2 they are all the same one.
    List<Path> directories() {
        return places.stream()
                .map(place -> place.group().resolve(name))
                .distinct()
                .toList();
    }

    void make(ResourceLimits limits) throws IOException {
        for (Path directory : directories()) {
            files.makeDirectory(directory);
        }
        for (CgroupPlace place : places) {
            for (CgroupVersion.Setting setting : place.version().settings(place.resource(), limits)) {
                Path file = place.group().resolve(name).resolve(setting.file());
                if (setting.required() || files.exists(file)) {
                    files.write(file, setting.value());
                }
            }
        }
    }

    /// Starts a process that is in from its first moment where a thread can be in a group of its own, which is v1:
    /// a child begins where the thread is that starts it. Elsewhere it is for [#enter].
    int startWithin(IntSupplier start) {
        List<CgroupPlace> threaded = places.stream()
                .filter(place -> place.version() == CgroupVersion.V1)
                .toList();
        threaded.forEach(place -> moveThisThread(place.group().resolve(name)));
        try {
            return start.getAsInt();
        } finally {
            threaded.forEach(place -> moveThisThread(place.home()));
        }
    }

    private void moveThisThread(Path group) {
        try {
            files.write(group.resolve("tasks"), "0");
        } catch (IOException e) {
            LOG.warn("A supervisor could not go to {}", group, e);
        }
    }

    /// Puts a process in; its later children are in from their start. One that is gone is not missed.
    void enter(int pid) throws IOException {
        for (Path directory : directories()) {
            try {
                files.write(directory.resolve(PROCESSES), Integer.toString(pid));
            } catch (IOException e) {
                if (ProcFs.stat(pid).filter(ProcessStat::alive).isPresent()) {
                    throw e;
                }
            }
        }
    }

    Set<Integer> processes() {
        Set<Integer> found = new HashSet<>();
        for (Path directory : directories()) {
            try {
                files.lines(directory.resolve(PROCESSES)).stream()
                        .filter(line -> !line.isBlank())
                        .forEach(line -> found.add(Integer.parseInt(line.trim())));
            } catch (IOException e) {
                LOG.debug("{} cannot be read; other signs of membership must do", directory, e);
            }
        }
        return found;
    }

    /// Kills all at once, where the kernel can (v2 since 5.14). Elsewhere they are killed one by one.
    void kill() {
        for (Path directory : directories()) {
            Path kill = directory.resolve("cgroup.kill");
            if (files.exists(kill)) {
                try {
                    files.write(kill, "1");
                } catch (IOException e) {
                    LOG.debug("{} refused; its processes are killed one by one", kill, e);
                }
            }
        }
    }

    int oomKills() {
        return places.stream()
                .filter(place -> place.resource() == Resource.MEMORY)
                .mapToInt(place -> counted(
                        place.group().resolve(name).resolve(place.version().oomKillsFile())))
                .sum();
    }

    /// Whether all of it is gone. It is not while the kernel still tidies up after its last process.
    boolean remove() {
        boolean gone = true;
        for (Path directory : directories()) {
            try {
                files.removeDirectory(directory);
            } catch (IOException e) {
                gone = false;
            }
        }
        return gone;
    }

    private int counted(Path file) {
        try {
            return files.lines(file).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToInt(line -> Integer.parseInt(
                            line.substring("oom_kill ".length()).trim()))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return directories().toString();
    }
}
