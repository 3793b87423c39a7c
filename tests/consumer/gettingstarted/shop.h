// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_H
#define SHOP_H

//! [database]
#include <QConductor/Component>

#include <QFile>

class Database : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Component(parent) { }

    virtual void write(const QString &order) { m_file.write(order.toUtf8() + '\n'); }

protected:
    QFuture<void> onSetup() override
    {
        m_file.setFileName(QStringLiteral("orders.txt"));
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
            return failed(tr("%1 can't be opened: %2").arg(m_file.fileName(), m_file.errorString()));
        return done();
    }

    QFuture<void> onShutdown() override
    {
        m_file.close();
        return done();
    }

private:
    QFile m_file;
};
//! [database]

//! [orders]
class Orders : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(Database *database MEMBER m_database)

public:
    Q_INVOKABLE explicit Orders(QObject *parent = nullptr) : Component(parent) { }

    void place(const QString &order) { m_database->write(order); }

private:
    Database *m_database = nullptr;
};
//! [orders]

#endif
