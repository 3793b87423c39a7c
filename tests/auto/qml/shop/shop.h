// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SHOP_H
#define QCONDUCTOR_TESTS_SHOP_H

#include <QConductor/Component>
#include <QConductor/Error>

#include <QtCore/qstringlist.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqml.h>

// A library of components such as an application has one. Its components know nothing of QML but QML_ELEMENT.
namespace Shop {

// The list of what the hooks did, in order.
class Journal : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using QObject::QObject;

    static QStringList &lines();
    Q_INVOKABLE void add(const QString &line) { lines().append(line); }
    Q_INVOKABLE QStringList take() { return std::exchange(lines(), {}); }
};

class Part : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(QString setupError MEMBER setupError NOTIFY setupErrorChanged FINAL)
    QML_ANONYMOUS

public:
    using Component::Component;

    QString setupError;

Q_SIGNALS:
    void setupErrorChanged();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;
    virtual QString label() const;
};

class Database : public Shop::Part
{
    Q_OBJECT
    Q_PROPERTY(QString path MEMBER path NOTIFY pathChanged FINAL)
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Part(parent) { }

    QString path;

Q_SIGNALS:
    void pathChanged();

protected:
    QString label() const override;
};

class MessageQueue : public Shop::Part
{
    Q_OBJECT
    QML_ELEMENT

public:
    Q_INVOKABLE explicit MessageQueue(QObject *parent = nullptr) : Part(parent) { }
    Q_INVOKABLE void open(const QJSValue &resolve, const QJSValue &reject);
};

class WebApi : public Shop::Part
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *db MEMBER db NOTIFY dbChanged FINAL)
    QML_ELEMENT

public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Part(parent) { }

    Database *db = nullptr;

Q_SIGNALS:
    void dbChanged();
};

// A class of another library, which is no component.
class Printer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *db MEMBER db NOTIFY dbChanged FINAL)
    Q_PROPERTY(Shop::MessageQueue *queue MEMBER queue NOTIFY queueChanged FINAL)
    QML_ELEMENT

public:
    explicit Printer(QObject *parent = nullptr) : QObject(parent) { }

    Database *db = nullptr;
    MessageQueue *queue = nullptr;

Q_SIGNALS:
    void dbChanged();
    void queueChanged();
};

class SmtpMailer : public Shop::Part
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Mailer)

public:
    Q_INVOKABLE explicit SmtpMailer(QObject *parent = nullptr) : Part(parent) { }
};

} // namespace Shop

#endif
