"""The contract on a real Samba share: `LETE_SAMBA=1 python -m pytest tests/sync/test_samba.py`, as root on Debian.

Needs the packages samba, smbnetfs and fuse. smbd serves a temporary folder on loopback, port 445, which must be free;
smbnetfs mounts it through FUSE, so no kernel of its own is needed. What somebody else does to the share is done to the
served folder, behind the server's back, as another desk or a backup would. smbnetfs remembers for a while that a file was
not there; for a millisecond here, because the suite looks again at once, which a desk does not.
"""

import os
import shutil
import subprocess
import time
from contextlib import suppress
from threading import Event

import pytest

from tests.sync.folder_contract import FolderContract
from tests.sync.test_folder_contract import DirectoryShare

pytestmark = pytest.mark.skipif(not os.environ.get("LETE_SAMBA"), reason="LETE_SAMBA=1 asks for a real Samba share")

SERVER = """
[global]
  server role = standalone server
  smb ports = 445
  interfaces = lo
  bind interfaces only = yes
  disable netbios = yes
  private dir = {home}/private
  lock directory = {home}/lock
  state directory = {home}/lock
  cache directory = {home}/lock
  pid directory = {home}/lock
  ncalrpc dir = {home}/lock/ncalrpc
  log file = {home}/log
  map to guest = Bad User
  guest account = root
  load printers = no
  printcap name = /dev/null
[share]
  path = {home}/served
  read only = no
  guest ok = yes
"""
CLIENT = """
smb_query_browsers "false"
neg_cache_timeout 1
auth "guest" ""
host 127.0.0.1 visible=true
"""
PATIENCE_S = 15


@pytest.fixture(scope="module")
def mounted(tmp_path_factory):
    """Serve a folder and mount it; return where it is mounted and where it is served."""
    for program in ("smbd", "smbnetfs", "fusermount"):
        assert shutil.which(program), f"{program} is missing"
    home = tmp_path_factory.mktemp("samba")
    for name in ("private", "lock", "served", "mount", ".smb"):
        (home / name).mkdir()
    (home / "smb.conf").write_text(SERVER.format(home=home))
    (home / ".smb" / "smb.conf").write_text("[global]\n  client min protocol = SMB2\n")
    (home / ".smb" / "smbnetfs.conf").write_text(CLIENT)
    (home / ".smb" / "smbnetfs.conf").chmod(0o600)
    server = subprocess.Popen(
        ["smbd", "--foreground", "--no-process-group", f"--configfile={home}/smb.conf", "--debug-stdout"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,  # When it ends, smbd ends its whole process group.
    )  # fmt: skip
    share = home / "mount" / "127.0.0.1" / "share"
    try:
        subprocess.run(  # It goes on by itself in the background, until it is unmounted.
            ["smbnetfs", str(home / "mount"), "-o", f"config={home}/.smb/smbnetfs.conf"],
            env={**os.environ, "HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        (home / "served" / "here").mkdir()
        waited_for((share / "here").is_dir)
        yield share, home / "served"
    finally:
        subprocess.run(["fusermount", "-u", str(home / "mount")], check=False)
        server.terminate()
        server.wait(PATIENCE_S)


def waited_for(is_so):
    until = time.monotonic() + PATIENCE_S
    while True:
        with suppress(OSError):  # The server is not up yet.
            if is_so():
                return
        assert time.monotonic() < until, "the share does not come up"
        Event().wait(0.2)  # Between two looks at the condition.


class TestSambaShare(FolderContract):
    @pytest.fixture
    def share(self, mounted, request):
        through, served = mounted
        name = request.node.name[:60]
        (served / name).mkdir()
        return DirectoryShare.at(through / name, served / name)
