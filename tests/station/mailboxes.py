"""A mailbox for tests: a real IMAP server on this machine, in a thread of its own."""

import asyncio
import ssl
import threading
from argparse import Namespace
from contextlib import contextmanager

from imap_tools import MailBoxStartTls, MailBoxUnencrypted
from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

from tests.station.mailing import PASSWORD, USER


@contextmanager
def mailbox_serving(certificate=None):
    """Serve one empty mailbox on a free port of this machine; yield the port."""
    ready, told = threading.Event(), {}

    async def serve():
        args = Namespace(
            host="127.0.0.1", port=0, debug=False, tls=certificate is not None, proxy_protocol=None,
            cert=certificate and str(certificate.path), key=certificate and str(certificate.key),
            demo_data=False, demo_user=USER, demo_password=PASSWORD, inherited_sockets=None, passlib_cfg=None,
        )  # fmt: skip
        backend, config = await DictBackend.init(args)
        config.apply_context()
        callback = ProxyProtocolReader(ProxyProtocolNoop()).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(callback, host="127.0.0.1", port=0)
        told.update(port=server.sockets[0].getsockname()[1], loop=asyncio.get_running_loop(), stop=asyncio.Event())
        ready.set()
        await told["stop"].wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield told["port"]
    finally:
        told["loop"].call_soon_threadsafe(told["stop"].set)
        thread.join(30)


@contextmanager
def looking(port, certificate, folder="INBOX"):
    """Look into the mailbox as its owner would."""

    if certificate is None:
        box = MailBoxUnencrypted("localhost", port)
    else:
        box = MailBoxStartTls("localhost", port, ssl_context=ssl.create_default_context(cafile=certificate.path))
    with box.login_utf8(USER, PASSWORD, folder):
        yield box
