// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_CLOSEBUTTON_H
#define QCONDUCTOR_TESTS_CLOSEBUTTON_H

#include <QtCore/qlibrary.h>
#include <QtGui/qwindow.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

// Tells windows what a window manager of X11 tells them when a person presses the close button, or Alt+F4: WM_DELETE_WINDOW.
// It has a connection of its own to the X server, as a window manager has. The library that it needs is there wherever Qt's
// plugin for X11 is, but its headers need not be.
class CloseButton
{
public:
    CloseButton() : m_xcb(QStringLiteral("xcb"), 1)
    {
        if (auto *connect = resolve<void *(const char *, int *)>("xcb_connect"))
            m_connection = connect(nullptr, nullptr);
        m_protocols = atom("WM_PROTOCOLS");
        m_delete = atom("WM_DELETE_WINDOW");
    }
    ~CloseButton()
    {
        if (m_connection)
            resolve<void(void *)>("xcb_disconnect")(m_connection);
    }
    Q_DISABLE_COPY_MOVE(CloseButton)

    bool exists() const { return m_protocols && m_delete; }
    void press(const QWindow *window)
    {
        struct ClientMessage // as X11 transmits it
        {
            std::uint8_t type = 33;
            std::uint8_t format = 32;
            std::uint16_t sequence = 0;
            std::uint32_t window = 0;
            std::uint32_t message = 0;
            std::uint32_t data[5] = {};
        } message;
        message.window = std::uint32_t(window->winId());
        message.message = m_protocols;
        message.data[0] = m_delete;
        char event[sizeof message];
        std::memcpy(event, &message, sizeof message);
        resolve<Cookie(void *, std::uint8_t, std::uint32_t, std::uint32_t, const char *)>("xcb_send_event")(
                m_connection, 0, message.window, 0, event);
        resolve<int(void *)>("xcb_flush")(m_connection);
    }

private:
    struct Cookie
    {
        unsigned sequence;
    };
    struct AtomReply
    {
        std::uint8_t type, padding;
        std::uint16_t sequence;
        std::uint32_t length, atom;
    };

    template <class Function> Function *resolve(const char *name)
    {
        return reinterpret_cast<Function *>(m_xcb.resolve(name));
    }
    std::uint32_t atom(const char *name)
    {
        auto *ask = resolve<Cookie(void *, std::uint8_t, std::uint16_t, const char *)>("xcb_intern_atom");
        auto *read = resolve<AtomReply *(void *, Cookie, void **)>("xcb_intern_atom_reply");
        AtomReply *reply = ask && read && m_connection ? read(
                                   m_connection, ask(m_connection, 0, std::uint16_t(std::strlen(name)), name), nullptr)
                                                       : nullptr;
        const std::uint32_t atom = reply ? reply->atom : 0;
        std::free(reply);
        return atom;
    }

    QLibrary m_xcb;
    void *m_connection = nullptr;
    std::uint32_t m_protocols = 0;
    std::uint32_t m_delete = 0;
};

#endif
