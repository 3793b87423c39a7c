// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_LOG_H
#define QCONDUCTOR_TESTS_LOG_H

#include <QtCore/qlist.h>
#include <QtCore/qlogging.h>
#include <QtCore/qstringlist.h>

// Keeps what is logged while it exists, and prints none of it. There is one Log at a time.
class Log
{
public:
    struct Message
    {
        QtMsgType type;
        QByteArray category;
        QString text;
    };

    Log()
    {
        s_messages.clear();
        m_former = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &text) {
            s_messages += { type, context.category, text };
        });
    }
    ~Log() { qInstallMessageHandler(m_former); }

    const QList<Message> &messages() const { return s_messages; }

    // Lines as in "market: Market::WebApi is active".
    QStringList lines() const
    {
        return linesIf([](const Message &) { return true; });
    }
    template <class Predicate> QStringList linesIf(Predicate predicate) const
    {
        QStringList lines;
        for (const Message &message : s_messages) {
            if (predicate(message))
                lines += QString::fromUtf8(message.category) + QStringLiteral(": ") + message.text;
        }
        return lines;
    }

private:
    Q_DISABLE_COPY_MOVE(Log)
    static inline QList<Message> s_messages;
    QtMessageHandler m_former;
};

#endif
