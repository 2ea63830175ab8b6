"""A folder in memory, for tests of one desk."""

from dataclasses import dataclass, field


@dataclass
class MemoryFolder:
    files: dict[str, bytes] = field(default_factory=dict)
    reads: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)

    def names(self, path):
        self.lists.append(path)
        below = f"{path}/"
        return sorted({file.removeprefix(below).split("/")[0] for file in self.files if file.startswith(below)})

    def read(self, path, *, bytes_max):
        self.reads.append(path)
        data = self.files.get(path)
        return data if data is None or len(data) <= bytes_max else None

    def read_start(self, path, count):
        return self.files.get(path, b"")[:count]

    def write_new(self, path, data):
        self.files[path] = data

    def delete(self, path):
        self.files.pop(path, None)

    def replace(self, path, data):
        self.files[path] = data
