package dev.perigee.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A host's cgroup file systems as the kernel would show them: groups get their files when they are made, v2 hands
/// controllers down only from groups without processes, but for cpu and pids, after which its children can hand down
/// nothing; and a group with processes cannot be removed.
final class CgroupHost implements CgroupFiles {
    static final Path ROOT = Path.of("/host");
    private static final Path UNIFIED = ROOT.resolve("sys/fs/cgroup");
    private static final String PROCESSES = "cgroup.procs";
    private static final String SUBTREE = "cgroup.subtree_control";
    private static final Set<String> THREADED = Set.of("+cpu", "+pids");
    private static final Map<String, List<String>> FILES = Map.of(
            "cpu", List.of("cpu.max"),
            "memory", List.of("memory.max", "memory.swap.max", "memory.events"),
            "pids", List.of("pids.max"));

    private final TreeMap<Path, Map<String, String>> groups = new TreeMap<>();
    private final Map<Path, String> files = new HashMap<>();
    private final Set<Path> threadRoots = new HashSet<>();
    private boolean readOnly;

    /// A v2 host whose satellite is in `/unit`, to which `controllers` are handed down.
    static CgroupHost unified(String controllers) {
        CgroupHost host = new CgroupHost();
        host.files.put(
                ROOT.resolve("proc/self/mountinfo"),
                "22 1 0:20 / /proc rw - proc proc rw\n30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate");
        host.files.put(ROOT.resolve("proc/self/cgroup"), "0::/unit");
        host.groups.put(UNIFIED, new HashMap<>(Map.of("cgroup.controllers", controllers, SUBTREE, controllers)));
        host.group(host.own(), controllers, Integer.toString(ProcFs.self()));
        return host;
    }

    /// A host of which only these two files are to be seen.
    static CgroupHost showing(String mountinfo, String cgroup) {
        CgroupHost host = new CgroupHost();
        host.files.put(ROOT.resolve("proc/self/mountinfo"), mountinfo);
        host.files.put(ROOT.resolve("proc/self/cgroup"), cgroup);
        return host;
    }

    Path own() {
        return UNIFIED.resolve("unit");
    }

    CgroupHost readOnly() {
        readOnly = true;
        return this;
    }

    CgroupHost with(int... pids) {
        for (int pid : pids) {
            set(own().resolve(PROCESSES), content(own().resolve(PROCESSES)) + "\n" + pid);
        }
        return this;
    }

    String content(Path file) {
        return groups.getOrDefault(file.getParent(), Map.of())
                .getOrDefault(String.valueOf(file.getFileName()), "(none)");
    }

    void set(Path file, String text) {
        groups.computeIfPresent(file.getParent(), (_, group) -> {
            group.put(String.valueOf(file.getFileName()), text);
            return group;
        });
    }

    @Override
    public List<String> lines(Path file) throws IOException {
        String text = files.containsKey(file) ? files.get(file) : content(file);
        if (text.equals("(none)")) {
            throw new NoSuchFileException(file.toString());
        }
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    @Override
    public void write(Path file, String text) throws IOException {
        Map<String, String> group = groups.get(file.getParent());
        String name = String.valueOf(file.getFileName());
        if (group == null || !group.containsKey(name)) {
            throw new NoSuchFileException(file.toString());
        }
        if (readOnly) {
            throw new AccessDeniedException(file.toString());
        }
        switch (name) {
            case PROCESSES -> {
                groups.values().forEach(other -> other.computeIfPresent(PROCESSES, (_, pids) -> without(pids, text)));
                group.merge(PROCESSES, text, (old, pid) -> old.isEmpty() ? pid : old + "\n" + pid);
                if (text.equals(Integer.toString(ProcFs.self()))) {
                    Path now = UNIFIED.relativize(file.resolveSibling(".").normalize());
                    files.put(ROOT.resolve("proc/self/cgroup"), "0::/" + now);
                }
            }
            case SUBTREE -> {
                if (threadRoots.contains(file.resolveSibling("..").normalize())) {
                    throw new IOException("Operation not supported");
                }
                if (!group.getOrDefault(PROCESSES, "").isEmpty()) {
                    if (!THREADED.contains(text)) {
                        throw new FileSystemException(file.toString(), null, "Device or resource busy");
                    }
                    threadRoots.add(file.resolveSibling(".").normalize());
                }
                group.merge(SUBTREE, text.substring(1), (old, more) -> (old + " " + more).trim());
            }
            default -> group.put(name, text);
        }
    }

    @Override
    public boolean exists(Path path) {
        return groups.containsKey(path)
                || groups.getOrDefault(path.getParent(), Map.of()).containsKey(String.valueOf(path.getFileName()));
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        if (readOnly) {
            throw new FileSystemException(directory.toString(), null, "Read-only file system");
        }
        group(directory, content(directory.resolveSibling(SUBTREE)), "");
    }

    @Override
    public void removeDirectory(Path directory) throws IOException {
        if (!content(directory.resolve(PROCESSES)).isEmpty()
                || !directories(directory).isEmpty()) {
            throw new FileSystemException(directory.toString(), null, "Device or resource busy");
        }
        groups.remove(directory);
    }

    @Override
    public List<Path> directories(Path directory) {
        return groups.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    private void group(Path directory, String controllers, String pids) {
        Map<String, String> content = new HashMap<>();
        content.put("cgroup.controllers", controllers);
        content.put(SUBTREE, "");
        content.put(PROCESSES, pids);
        content.put("cgroup.kill", "");
        content.put("cgroup.type", "domain");
        for (String controller : controllers.split(" ", -1)) {
            FILES.getOrDefault(controller, List.of()).forEach(file -> content.put(file, ""));
        }
        groups.put(directory, content);
    }

    private static String without(String pids, String pid) {
        List<String> left = new ArrayList<>(List.of(pids.split("\n", -1)));
        left.remove(pid);
        return String.join("\n", left);
    }
}
